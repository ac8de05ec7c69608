import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findRun, listRuns } from '../../src/history/find-run.ts';

function logsWith(...names: readonly string[]): string {
  const logs = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(logs, { recursive: true }));
  for (const name of names) mkdirSync(join(logs, name));
  return logs;
}

const names = [
  'RUN_20260301_101500',
  'RUN_20260301_101500_10',
  'RUN_20260301_101500_2',
  'RUN_20260228_235959',
  'RUN_2026',
  'notes',
];

it('lists runs in the order of their times and numbers, and nothing else', () => {
  const logs = logsWith(...names);
  writeFileSync(join(logs, 'RUN_20260301_101501'), 'a file');
  expect(listRuns(logs).map(({ runId }) => runId)).toEqual([
    'RUN_20260228_235959',
    'RUN_20260301_101500',
    'RUN_20260301_101500_2',
    'RUN_20260301_101500_10',
  ]);
  expect(listRuns('/nowhere')).toEqual([]);
});

it('finds a run by all that it is called', () => {
  const logs = logsWith(...names);
  mkdirSync(join(logs, '.day-numbers'));
  writeFileSync(join(logs, '.day-numbers', 'run-2026-02-28-001'), 'RUN_20260228_235959\n');
  const found = (reference: string): string => findRun(logs, reference).runId;
  writeFileSync(join(logs, 'RUN_20260301_101500_2', 'events.jsonl'), '{}\n');
  // The runner of the newest one was killed before it recorded anything.
  expect(found('latest')).toBe('RUN_20260301_101500_2');
  writeFileSync(join(logs, 'RUN_20260301_101500_10', 'run.json'), '{ "dayId": "run-2026-03-01-007" }');
  expect(found('latest')).toBe('RUN_20260301_101500_10');
  // Taken elsewhere, and brought here.
  expect(found('run-2026-03-01-007')).toBe('RUN_20260301_101500_10');
  writeFileSync(join(logs, '.day-numbers', 'run-2026-03-01-007'), 'RUN_20260301_999999\n');
  expect(found('run-2026-03-01-007')).toBe('RUN_20260301_101500_10');
  expect(found('RUN_20260301_101500')).toBe('RUN_20260301_101500');
  expect(found('RUN_202602')).toBe('RUN_20260228_235959');
  expect(found('run-2026-02-28-001')).toBe('RUN_20260228_235959');
  expect(findRun(logs, join(logs, 'notes/'))).toEqual({ runId: 'notes', directory: join(logs, 'notes') });
});

it('says what there is where there is no such run, or more than one', () => {
  const logs = logsWith(...names);
  expect(() => findRun(logs, 'RUN_20260301')).toThrow(
    '"RUN_20260301" is the beginning of several runs: RUN_20260301_101500, RUN_20260301_101500_2, RUN_20260301_101500_10',
  );
  expect(() => findRun(logs, 'yesterday')).toThrow(
    `there is no run "yesterday" in ${logs}; the newest one is RUN_20260301_101500_10, and "runner runs" lists them`,
  );
  expect(() => findRun(logs, 'run-2026-02-28-009')).toThrow('there is no run "run-2026-02-28-009"');
  const empty = logsWith();
  expect(() => findRun(empty, 'latest')).toThrow(`there is no run in ${empty}; --logs-dir DIR says where they are`);
  expect(() => findRun(empty, 'x')).toThrow(
    `there is no run "x" in ${empty}; it holds no runs at all; --logs-dir DIR says where they are`,
  );
});
