import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it, onTestFinished } from 'vitest';
import { listProcesses, tagged } from '../../src/system/processes.ts';
import { supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

const runner = fileURLToPath(new URL('../fixtures/runners/exits-with-a-service.ts', import.meta.url));

it.each(['exit', 'throw'])('leaves nothing running when the process ends by %s', async (how) => {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const { stdout } = await execa(process.execPath, [runner, how, directory], { reject: false });
  const tag = stdout.split('\n').find((line) => line.startsWith('FLIGHTDECK_RUN=')) ?? '';
  expect(stdout).toContain('ready');
  expect(tag).not.toBe('');
  await until(
    () =>
      tagged(
        listProcesses().map(({ pid }) => pid),
        [tag],
      ).size === 0,
    'the end of all its processes',
  );
});

it('sweeps up what command steps left behind, and says how many there were', async () => {
  const run = supervised();
  const script = 'trap "" TERM; sleep 100 & sleep 100';
  const env = run.supervisor.environment;
  const child = execa('setsid', ['sh', '-c', script], { env, reject: false, stdio: 'ignore' });
  await until(() => run.left().length === 3, 'the stray processes');
  expect(await run.supervisor.sweep()).toBe(3);
  expect(run.left()).toEqual([]);
  expect(await run.supervisor.sweep()).toBe(0);
  await child;
});
