import { appendFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { RunBegun } from '../../../src/services/ledger/entries.ts';
import { createLedgerFile, ledgerFiles, readLedger } from '../../../src/services/ledger/ledger-file.ts';

const begun: RunBegun = {
  type: 'run.begun',
  v: 1,
  runId: 'RUN_20260301_101500',
  directory: '/logs/RUN_20260301_101500',
  tag: ['FLIGHTDECK_RUN=x'],
  runner: { pid: 4, startTime: '9' },
  pidSpace: { boot: 'b', namespace: 'n' },
};

function folder(): string {
  const directory = join(mkdtempSync(join(tmpdir(), 'flightdeck-')), 'runs');
  onTestFinished(() => rmSync(dirname(directory), { recursive: true }));
  return directory;
}

it('is there with its first line, for its owner alone, until it is removed', () => {
  const directory = folder();
  const [first, second] = [createLedgerFile(directory, begun), createLedgerFile(directory, begun)];
  expect(ledgerFiles(directory).toSorted()).toEqual([first.path, second.path].toSorted());
  expect(statSync(first.path).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(readLedger(first.path)?.run).toEqual(begun);
  first.append({ type: 'run.over' });
  expect(readLedger(first.path)?.over).toBe(true);
  first.remove();
  expect(ledgerFiles(directory)).toEqual([second.path]);
  second.remove();
});

it('is read up to a line that was not finished', () => {
  const { path, append } = createLedgerFile(folder(), begun);
  append({ type: 'terminal.taken', mode: 'm' });
  appendFileSync(path, '{"type":"terminal.ret');
  expect(readLedger(path)).toMatchObject({ run: begun, terminalMode: 'm', over: false });
});

it('is not read where a later version has written it', () => {
  const { path } = createLedgerFile(folder(), begun);
  writeFileSync(path, `${JSON.stringify({ v: 2, type: 'run.started', id: 'x' })}\n`);
  expect(readLedger(path)).toBeNull();
});

it('is no reason to fail where there is no folder', () => {
  expect(ledgerFiles('/nowhere/at/all')).toEqual([]);
});
