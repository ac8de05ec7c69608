import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runnerOf } from '../../src/cli/run-runner.ts';
import { createLedgerFile, ledgerDirectory } from '../../src/services/ledger/ledger-file.ts';
import { pidSpace } from '../../src/system/boot.ts';
import { identify } from '../../src/system/processes.ts';
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
])('tells of a run folder that %s', (_, change, state) => {
  const home = emptyLogs();
  const directory = join(home, 'RUN_20260301_101500');
  for (const name of [directory, join(home, 'RUN_20260302_101500')]) mkdirSync(name);
  const begun = { type: 'run.begun' as const, v: 1, runId: 'RUN_20260301_101500', directory, tag: ['A=1'] };
  createLedgerFile(ledgerDirectory(home), { ...begun, runner: self, pidSpace: here, ...change });
  const environment = { FLIGHTDECK_STATE_DIR: home };
  expect(runnerOf(directory, environment)).toEqual(state);
  expect(runnerOf(join(home, 'RUN_20260302_101500'), environment)).toEqual({ state: 'gone' });
  expect(runnerOf(join(home, 'RUN_20260303_101500'), environment)).toEqual({ state: 'gone' });
});
