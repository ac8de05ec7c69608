// What a journal says counts no more counts for no reader of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rebuiltRunRecord } from '../../src/cli/rebuild-run-record.ts';
import { statusReport } from '../../src/cli/status-report.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { folderToContinue, readEarlierParts } from '../../src/recorded/earlier-parts.ts';
import { readRun } from '../../src/report/read-run.ts';
import { emptyLogs, JournalWriter, recordRun, resultOf } from '../support/recorded-runs.ts';

const runId = 'RUN_20260301_101500';
const tests = { A: 'failed', B: 'passed', C: 'passed' } as const;

/** All three were measured, then A and B were outdated, and A was measured anew. */
function outdatedRun(): { readonly logs: string; readonly directory: string } {
  const logs = emptyLogs();
  const directory = recordRun(logs, runId, { tests, finished: false });
  const journal = new JournalWriter(directory, 5);
  journal.append({ type: 'results.outdated', tests: ['A[m]', 'B[m]'] });
  journal.append(resultOf('A', 'passed', { attempt: 2, anew: true }));
  return { logs, directory };
}

it('is pending for status, listings, records of the run and the report', async () => {
  const { logs, directory } = outdatedRun();
  const counts = { total: 3, passed: 2, failed: 0, pending: 1 };
  expect((await statusReport({ runId, directory }, logs)).summary).toMatchObject(counts);
  const store = await openHistory({ logsDirectory: logs });
  expect(await store.runs()).toMatchObject([{ summary: counts }]);
  expect(await store.tests('A')).toMatchObject([{ runs: [{ status: 'passed', attempts: 1, reason: null }] }]);
  store.close();
  const path = join(directory, 'events.jsonl');
  const repeats = Object.keys(tests).map((id) => [`${id}[m]`, 1] as const);
  const record = await rebuiltRunRecord({ path, name: 'events.jsonl' }, repeats, 0);
  expect(JSON.parse(record)).toMatchObject({ summary: counts });
  const { summary } = await readRun(directory);
  expect(summary).toMatchObject({ passed: 2, failed: 0 });
});

it('is told apart for whoever goes on with the run', async () => {
  const { directory } = outdatedRun();
  const { results, outdated } = await readEarlierParts(directory, await folderToContinue(directory));
  const named = (of: typeof results) => of.map(({ testId, attempt }) => `${testId}.${attempt}`);
  expect({ results: named(results), outdated: named(outdated) }).toEqual({
    results: ['C[m].1', 'A[m].2'],
    outdated: ['A[m].1', 'B[m].1'],
  });
});

it('is not lost with a line of the journal of a run that came to its end', async () => {
  const directory = recordRun(emptyLogs(), runId, { tests });
  const path = join(directory, 'events.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  const items = lines.flatMap((line) => {
    const { event } = JSON.parse(line);
    return event.type === 'trial.finished' ? [event.result] : [];
  });
  writeFileSync(join(directory, 'llm.json'), JSON.stringify(items));
  writeFileSync(path, `${lines.toSpliced(2, 1).join('\n')}\n`);
  const { results, fromFiles } = await readEarlierParts(directory, await folderToContinue(directory));
  expect(results.map(({ testId }) => testId)).toEqual(['A[m]', 'B[m]', 'C[m]']);
  expect(fromFiles).toEqual(['llm']);
});
