import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liveRuns } from '../../src/cli/live-runs.ts';
import { createLedgerFile, ledgerDirectory } from '../../src/services/ledger/ledger-file.ts';
import { pidSpace } from '../../src/system/boot.ts';
import { identify } from '../../src/system/processes.ts';
import { emptyLogs } from '../support/recorded-runs.ts';

const here = pidSpace();
const self = identify(process.pid) ?? { pid: process.pid, startTime: '0' };

it.each([
  ['its runner is alive', {}, true],
  ['its runner has ended, and another process has its number', { runner: { ...self, startTime: '1' } }, false],
  ['the machine was started again since', { pidSpace: { ...here, boot: 'another' } }, false],
  [
    'its runner lives in another container',
    { runner: { ...self, startTime: '1' }, pidSpace: { ...here, namespace: 'other' } },
    true,
  ],
])('takes a run folder for one in use by whether %s', (_, change, alive) => {
  const state = emptyLogs();
  const directory = join(state, 'RUN_20260301_101500');
  for (const name of [directory, join(state, 'RUN_20260302_101500')]) mkdirSync(name);
  const begun = { type: 'run.begun' as const, v: 1, runId: 'RUN_20260301_101500', directory, tag: ['A=1'] };
  createLedgerFile(ledgerDirectory(state), { ...begun, runner: self, pidSpace: here, ...change });
  const isRunning = liveRuns({ FLIGHTDECK_STATE_DIR: state });
  expect(isRunning(directory)).toBe(alive);
  expect(isRunning(join(state, 'RUN_20260302_101500'))).toBe(false);
  expect(isRunning(join(state, 'RUN_20260303_101500'))).toBe(false);
});
