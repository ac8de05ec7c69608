// What is kept of runs whose folders are gone is as good as the folders were, for all that is asked of runs over time.
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHistory, removeIndex } from '../../src/history/open-history.ts';
import { keepPruned, prunedName } from '../../src/history/pruned-file.ts';
import { readRunJournal } from '../../src/history/read-run-journal.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';

async function read(logs: string) {
  const said: string[] = [];
  const store = await openHistory({ logsDirectory: logs, tell: (line) => said.push(line) });
  const [runs, tests, records] = [await store.runs(), await store.tests('A'), await store.records({ by: 'plan' })];
  store.close();
  return {
    runs: runs.map(({ pruned: _, ...run }) => run),
    pruned: runs.filter((run) => run.pruned).length,
    tests,
    records,
    said,
  };
}

async function keep(logs: string, name: string): Promise<void> {
  const { folded } = await readRunJournal(join(logs, name), name, null);
  if (folded !== null) keepPruned(logs, folded);
}

it('answers from what was kept as from the folders, also after a rebuild', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed', B: 'passed' } });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed', B: 'failed' } });
  recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'failed', B: 'skipped' } });
  const before = await read(logs);
  expect(before.pruned).toBe(0);
  for (const name of ['RUN_20260301_101500', 'RUN_20260302_101500']) {
    await keep(logs, name);
    // As long as the folder is there it is what counts.
    expect(await read(logs)).toMatchObject({ ...before, pruned: name === 'RUN_20260301_101500' ? 0 : 1 });
    rmSync(join(logs, name), { recursive: true });
  }
  expect(await read(logs)).toEqual({ ...before, pruned: 2 });
  removeIndex(logs);
  expect(await read(logs)).toEqual({ ...before, pruned: 2 });
});

it('knows the kept run again when a folder that had come back is deleted by hand', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed' } });
  await keep(logs, 'RUN_20260301_101500');
  rmSync(join(logs, 'RUN_20260301_101500'), { recursive: true });
  const kept = await read(logs);
  expect(kept.pruned).toBe(1);
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  expect(await read(logs)).toMatchObject({ pruned: 0, runs: [{ outcome: 'passed' }] });
  rmSync(join(logs, 'RUN_20260301_101500'), { recursive: true });
  expect(await read(logs)).toEqual(kept);
});

it('takes the last word on a run that was removed twice', async () => {
  const logs = emptyLogs();
  for (const status of ['failed', 'passed'] as const) {
    recordRun(logs, 'RUN_20260301_101500', { tests: { A: status } });
    await keep(logs, 'RUN_20260301_101500');
    rmSync(join(logs, 'RUN_20260301_101500'), { recursive: true });
  }
  expect(await read(logs)).toMatchObject({ runs: [{ outcome: 'passed' }], tests: [{ runs: [{ status: 'passed' }] }] });
});

it('goes without a run whose lines were not written to their end, and forgets what was taken out', async () => {
  const logs = emptyLogs();
  const path = join(logs, prunedName);
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed' } });
  await keep(logs, 'RUN_20260301_101500');
  const whole = readFileSync(path).length;
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed' } });
  await keep(logs, 'RUN_20260302_101500');
  truncateSync(path, readFileSync(path).length - 20);
  for (const name of ['RUN_20260301_101500', 'RUN_20260302_101500']) rmSync(join(logs, name), { recursive: true });
  const torn = await read(logs);
  expect(torn).toMatchObject({
    runs: [{ runId: 'RUN_20260301_101500' }],
    said: [`${path}: line 4 cannot be read and is left out`],
  });
  // The next one begins on a line of its own.
  recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'passed' } });
  await keep(logs, 'RUN_20260303_101500');
  rmSync(join(logs, 'RUN_20260303_101500'), { recursive: true });
  const both = ['RUN_20260301_101500', 'RUN_20260303_101500'];
  expect((await read(logs)).tests.map(({ runs }) => runs.map(({ runId }) => runId))).toEqual([both]);
  truncateSync(path, whole);
  expect((await read(logs)).runs.map(({ runId }) => runId)).toEqual(['RUN_20260301_101500']);
  rmSync(path);
  expect((await read(logs)).runs).toEqual([]);
});

it('refuses a file of a later version', async () => {
  const logs = emptyLogs();
  writeFileSync(join(logs, prunedName), '');
  appendFileSync(join(logs, prunedName), '{"v":2}\n');
  await expect(read(logs)).rejects.toThrow(
    '.pruned.jsonl is a file of version 2, and this Flightdeck reads up to version 1',
  );
});
