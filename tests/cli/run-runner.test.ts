import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { lockRun } from '../../src/cli/run-lock.ts';
import { runnerOf } from '../../src/cli/run-runner.ts';
import { createLedgerFile, ledgerDirectory } from '../../src/services/ledger/ledger-file.ts';
import { pidSpace } from '../../src/system/boot.ts';
import { identify } from '../../src/system/processes.ts';
import { otherUser } from '../support/neighbours.ts';
import { emptyLogs } from '../support/recorded-runs.ts';

const here = pidSpace();
const self = identify(process.pid) ?? { pid: process.pid, startTime: '0' };

it.each([
  ['its runner is alive', {}, { state: 'alive', pid: self.pid }],
  [
    'its runner has ended, and another process has its number',
    { runner: { ...self, startTime: '1' } },
    { state: 'gone' },
  ],
  ['the machine was started again since', { pidSpace: { ...here, boot: 'another' } }, { state: 'gone' }],
  [
    'its runner lives in another container',
    { runner: { ...self, startTime: '1' }, pidSpace: { ...here, namespace: 'other' } },
    { state: 'elsewhere' },
  ],
])('tells of a run folder that %s', async (_, change, state) => {
  const home = emptyLogs();
  const directory = join(home, 'RUN_20260301_101500');
  for (const name of [directory, join(home, 'RUN_20260302_101500')]) mkdirSync(name);
  const begun = { type: 'run.begun' as const, v: 1, runId: 'RUN_20260301_101500', directory, tag: ['A=1'] };
  createLedgerFile(ledgerDirectory(home), { ...begun, runner: self, pidSpace: here, ...change });
  const environment = { FLIGHTDECK_STATE_DIR: home };
  expect(await runnerOf(directory, environment)).toEqual(state);
  expect(await runnerOf(join(home, 'RUN_20260302_101500'), environment)).toEqual({ state: 'gone' });
  expect(await runnerOf(join(home, 'RUN_20260303_101500'), environment)).toEqual({ state: 'gone' });
});

it.runIf(process.platform === 'linux' && otherUser !== null)('tells of the runner of another user', async () => {
  const home = emptyLogs();
  const directory = join(home, 'RUN_20260301_101500');
  mkdirSync(directory);
  chmodSync(home, 0o755);
  const holder = spawn(process.execPath, ['--input-type=module', '-e', holding(directory)], {
    uid: otherUser ?? 0,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  const environment = { FLIGHTDECK_STATE_DIR: home };
  expect(await runnerOf(directory, environment)).toEqual({ state: 'alive', pid: holder.pid });
  await expect(lockRun(directory, 'me')).rejects.toThrow(
    `the run in ${directory} is still going on: RUN_20260301_101500 (pid ${holder.pid}) writes there; wait for its end, or stop it first`,
  );
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  expect(await runnerOf(directory, environment)).toEqual({ state: 'gone' });
});

function holding(directory: string): string {
  const module = fileURLToPath(new URL('../../src/cli/run-lock.ts', import.meta.url));
  return `
    import { lockRun } from ${JSON.stringify(module)};
    await lockRun(${JSON.stringify(directory)}, \`RUN_20260301_101500 (pid \${process.pid})\`);
    process.stdout.write('held');
    setInterval(() => {}, 60_000);`;
}
