import { expect, it } from 'vitest';
import { type PullMoment, pullReports } from '../../src/services/pull-reports.ts';

function listened() {
  const said: PullMoment[] = [];
  let atMs = 0;
  const tell = pullReports(
    (moment) => said.push(moment),
    () => atMs,
  );
  return {
    said,
    tell: (status: string, completedBytes: number | null = null, totalBytes = 1000) =>
      tell({ model: 'm', status, progress: completedBytes === null ? null : { completedBytes, totalBytes } }),
    wait: (ms: number) => {
      atMs += ms;
    },
  };
}

it('says each status once, also where layers come in turn', () => {
  const { said, tell } = listened();
  for (const status of ['manifest', 'layer 1', 'layer 2', 'layer 1', 'layer 2', 'success']) tell(status);
  expect(said.map(({ status }) => status)).toEqual(['manifest', 'layer 1', 'layer 2', 'success']);
});

it('says every 5 % of a download that is told packet by packet', () => {
  const { said, tell } = listened();
  for (let bytes = 0; bytes <= 1000; bytes += 1) tell('layer', bytes);
  expect(said.map(({ progress }) => progress?.completedBytes)).toEqual([
    0,
    ...Array.from({ length: 20 }, (_, i) => (i + 1) * 50),
  ]);
});

it('says nothing more while the share shrinks because another layer became known', () => {
  const { said, tell } = listened();
  tell('layer', 500, 1000);
  tell('layer', 501, 10_000);
  tell('layer', 5000, 10_000);
  tell('layer', 5500, 10_000);
  expect(said.map(({ progress }) => progress?.completedBytes)).toEqual([500, 5500]);
});

it('says after 10 s that a slow download goes on', () => {
  const { said, tell, wait } = listened();
  tell('layer', 1);
  wait(9999);
  tell('layer', 2);
  wait(1);
  tell('layer', 3);
  tell('layer', 4);
  expect(said.map(({ progress }) => progress?.completedBytes)).toEqual([1, 3]);
});

it('keeps to 200 statuses of a server that makes one up for each packet, and to one line each', () => {
  const { said, tell } = listened();
  tell(`\u001b[31mlayer\n${'x'.repeat(300)}`, 0, 0);
  for (let number = 0; number < 1000; number += 1) tell(`status ${number}`);
  expect(said).toHaveLength(200);
  expect(said[0]?.status).toBe(`layer ${'x'.repeat(193)}…`);
});
