import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRuns } from '../../src/history/find-run.ts';
import { runKeyOf } from '../../src/history/run-key.ts';
import { emptyLogs } from '../support/recorded-runs.ts';

it('orders runs as their folders are listed', () => {
  const logs = emptyLogs();
  const names = ['20260301_101500', '20260301_101500_10', '20260301_101500_2', '20260228_235959', '20260301_101501'];
  for (const name of names) mkdirSync(join(logs, `RUN_${name}`));
  const listed = listRuns(logs).map(({ runId }) => runId);
  expect(listed.toSorted((a, b) => (runKeyOf(a) ?? 0) - (runKeyOf(b) ?? 0))).toEqual(listed);
  expect(new Set(listed.map(runKeyOf)).size).toBe(names.length);
});

it.each([
  'RUN_2026',
  'notes',
  '.pruned-RUN_20260301_101500',
  'RUN_20260301_101500_1',
  'RUN_20260301_101500_02',
  'RUN_99990301_101500',
])('has no key for %s', (name) => {
  expect(runKeyOf(name)).toBeNull();
});
