// The index says what the run folders say, whatever happens to them.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HistoryStore } from '../../src/history/history-store.ts';
import { openHistory, removeIndex } from '../../src/history/open-history.ts';
import { emptyLogs, finish, JournalWriter, recordRun, resultOf, selected, started } from '../support/recorded-runs.ts';

/** Everything that is known of a folder's runs, and what was said meanwhile. */
async function read(logs: string) {
  const said: string[] = [];
  const store = await openHistory({ logsDirectory: logs, tell: (line) => said.push(line) });
  try {
    return {
      runs: await store.runs(),
      tests: await allTests(store),
      records: await store.records({ by: 'plan' }),
      said,
    };
  } finally {
    store.close();
  }
}

async function allTests(store: HistoryStore) {
  const tests = [];
  for (const testId of await store.testIds()) tests.push(...(await store.tests(testId)));
  return tests;
}

/** Without the index, from the folders alone. */
async function anew(logs: string) {
  const copy = emptyLogs();
  cpSync(logs, copy, { recursive: true });
  removeIndex(copy);
  return read(copy);
}

async function runIds(logs: string): Promise<readonly string[]> {
  return (await read(logs)).runs.map(({ runId }) => runId);
}

it('counts each run by the rule of summaries, and tells what is pending', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', {
    tests: { A: 'passed', B: 'failed', C: 'skipped', D: 'timeout', E: 'error', F: 'pending' },
  });
  const { runs } = await read(logs);
  expect(runs).toEqual([
    {
      runId: 'RUN_20260301_101500',
      dayId: 'run-2026-03-01-001',
      plan: 'Plan',
      version: '1.0',
      tags: ['nightly'],
      mode: 'full',
      triggeredBy: 'nightly',
      status: 'in_progress',
      outcome: 'partial',
      startedAt: '2026-03-01T10:15:00.100Z',
      updatedAt: '2026-03-01T10:15:00.800Z',
      durationMs: 5240,
      summary: { total: 6, executed: 4, passed: 1, failed: 1, timeout: 1, error: 1, skipped: 1, pending: 1, flaky: 0 },
      regressions: 0,
      fixes: 0,
      pruned: false,
    },
  ]);
});

it('lists a folder that is copied in, forgets one that is deleted, and is rebuilt where it is gone', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  expect(await runIds(logs)).toEqual(['RUN_20260301_101500']);
  recordRun(logs, 'RUN_20260228_101500', { tests: { A: 'failed', B: 'passed' } });
  expect(await runIds(logs)).toEqual(['RUN_20260228_101500', 'RUN_20260301_101500']);
  expect((await read(logs)).runs.map(({ fixes }) => fixes)).toEqual([0, 1]);
  rmSync(join(logs, 'RUN_20260228_101500'), { recursive: true });
  const after = await read(logs);
  expect(after.runs.map(({ runId, fixes }) => [runId, fixes])).toEqual([['RUN_20260301_101500', 0]]);
  expect(after.tests.map(({ testId }) => testId)).toEqual(['A[m]']);
  removeIndex(logs);
  expect(await read(logs)).toEqual(after);
});

it('goes on with a run under way from where it was, a torn line being not there yet', async () => {
  const logs = emptyLogs();
  const run = { tests: { A: 'passed', B: 'failed', C: 'passed' } } as const;
  const directory = join(logs, 'RUN_20260301_101500');
  mkdirSync(directory);
  const path = join(directory, 'events.jsonl');
  const journal = new JournalWriter(directory);
  const lines = [
    started('RUN_20260301_101500', run),
    selected(['A', 'B', 'C'], 'm'),
    resultOf('A', 'passed'),
    resultOf('B', 'failed'),
    resultOf('B', 'passed', { attempt: 2, flaky: true }),
    resultOf('C', 'passed'),
    finish(run),
  ].map((event) => journal.line(event));
  writeFileSync(path, '');
  for (const line of lines) {
    appendFileSync(path, line.slice(0, 40));
    await read(logs);
    appendFileSync(path, line.slice(40));
    expect(await read(logs)).toEqual(await anew(logs));
  }
  const { runs, records } = await read(logs);
  expect(runs).toMatchObject([{ status: 'completed', summary: { total: 3, passed: 3, pending: 0, flaky: 1 } }]);
  expect(records).toHaveLength(1);
});

it('reads nothing again that has not changed, and of a longer journal only what is new', async () => {
  const logs = emptyLogs();
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed', B: 'pending' } });
  const path = join(directory, 'events.jsonl');
  await read(logs);
  // What was read becomes unreadable: whoever reads it again loses it.
  const length = readFileSync(path).length;
  const when = new Date('2026-03-01T12:00:00Z');
  utimesSync(path, when, when);
  await read(logs);
  writeFileSync(path, `${'x'.repeat(length - 1)}\n`);
  utimesSync(path, when, when);
  expect((await read(logs)).runs).toMatchObject([{ summary: { passed: 1, pending: 1 } }]);
  appendFileSync(path, new JournalWriter(directory, 4).line(resultOf('B', 'passed')));
  expect((await read(logs)).runs).toMatchObject([{ summary: { passed: 2, pending: 0 } }]);
});

it('reads a journal from its beginning where it is another one', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  await read(logs);
  recordRun(logs, 'RUN_20260301_101500', { tests: { X: 'failed', Y: 'passed', Z: 'passed' } });
  expect(await read(logs)).toEqual(await anew(logs));
  recordRun(logs, 'RUN_20260301_101500', { tests: { X: 'failed' } });
  const now = await read(logs);
  expect(now).toEqual(await anew(logs));
  expect(now.tests.map(({ testId }) => testId)).toEqual(['X[m]']);
});

it('gives a run that is continued another record, and lists the newest', async () => {
  const logs = emptyLogs();
  const run = { tests: { A: 'passed', B: 'failed' } } as const;
  const directory = recordRun(logs, 'RUN_20260301_101500', run);
  expect((await read(logs)).records).toMatchObject([
    { failures: [{ index: 2, description: 'B[m]: contains: no Paris in it' }] },
  ]);
  const journal = new JournalWriter(directory, 20);
  const outline = started('RUN_20260301_101500', run);
  if (outline.type !== 'run.started') throw new Error('unexpected');
  journal.append({
    ...outline,
    type: 'run.continued',
    retryFailed: true,
    recorded: 2,
    changedInputs: {},
    fromFiles: [],
  });
  expect((await read(logs)).runs).toMatchObject([{ status: 'in_progress', outcome: null }]);
  journal.append(resultOf('B', 'passed', { attempt: 2 }));
  journal.append(finish({ tests: { A: 'passed', B: 'passed' } }));
  const now = await read(logs);
  expect(now.records).toMatchObject([{ result_summary: { total: 2, passed: 2, failed: 0 }, failures: [] }]);
  expect(now).toEqual(await anew(logs));
  journal.append({ type: 'run.abandoned' });
  expect((await read(logs)).runs).toMatchObject([{ status: 'abandoned' }]);
});

it('counts what is pending of a run whose journal names only what it reached', async () => {
  const logs = emptyLogs();
  const directory = join(logs, 'RUN_20260301_101500');
  mkdirSync(directory);
  const journal = new JournalWriter(directory);
  journal.append(started('RUN_20260301_101500', { tests: { A: 'passed', B: 'passed', C: 'passed' } }));
  const trial = { testId: 'A[m]', name: 'Does A', domain: 'llm', loadout: 'm', repeat: 1, repeats: 2, attempt: 1 };
  journal.append({ type: 'trial.started', ...trial });
  journal.append(resultOf('A', 'passed'));
  expect((await read(logs)).runs).toMatchObject([{ summary: { total: 3, passed: 0, pending: 3 } }]);
  journal.append({ type: 'trial.started', ...trial, repeat: 2 });
  journal.append(resultOf('A', 'passed', { repeat: 2 }));
  expect((await read(logs)).runs).toMatchObject([{ summary: { total: 3, passed: 1, pending: 2 } }]);
});

it('leaves out what is no run and what cannot be read, and says so once', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
  mkdirSync(join(logs, 'RUN_20260301_101600'));
  writeFileSync(join(logs, 'RUN_20260301_101700'), 'a file');
  mkdirSync(join(logs, 'notes'));
  const later = recordRun(logs, 'RUN_20260301_101800', { tests: { A: 'passed' } });
  writeFileSync(join(later, 'events.jsonl'), '{"v":99}\n');
  const empty = recordRun(logs, 'RUN_20260301_101900', { tests: { A: 'passed' } });
  writeFileSync(join(empty, 'events.jsonl'), 'what is this\n');
  mkdirSync(join(logs, 'RUN_20260301_102000'));
  symlinkSync(join(logs, 'RUN_20260301_101500/events.jsonl'), join(logs, 'RUN_20260301_102000/events.jsonl'));
  const first = await read(logs);
  expect(first.runs.map(({ runId }) => runId)).toEqual(['RUN_20260301_101500']);
  expect(first.said).toEqual([
    expect.stringMatching(
      /RUN_20260301_101800 is left out: events.jsonl is a journal of version 99, and this Flightdeck/,
    ),
    `${empty} is left out: events.jsonl does not say how the run began`,
    `${logs}/RUN_20260301_102000 is left out: events.jsonl is not a regular file`,
  ]);
  expect((await read(logs)).said).toEqual([]);
});

it('keeps a description that a later event does not repeat', async () => {
  const logs = emptyLogs();
  const details = { A: { description: 'Any loadout can say something.' } };
  const directory = recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' }, details, finished: false });
  await read(logs);
  new JournalWriter(directory, 10).append(selected(['A'], 'm'));
  expect((await read(logs)).tests).toMatchObject([{ description: 'Any loadout can say something.', runs: [{}] }]);
});

it('asks for nothing where there is no such folder, and makes none', async () => {
  const logs = join(emptyLogs(), 'logs');
  expect(await read(logs)).toEqual({ runs: [], tests: [], records: [], said: [] });
  expect(() => renameSync(logs, `${logs}2`)).toThrow('ENOENT');
});
