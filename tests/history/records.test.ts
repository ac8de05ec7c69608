// The records of finished runs and the questions that are asked of them, as test-run-history-store.md has them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/domain/errors.ts';
import { checkedFailureFilter, checkedRecordFilter, checkedText } from '../../src/history/filters.ts';
import type { FailureFilter, HistoryStore, RecordFilter } from '../../src/history/history-store.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { failureRates, versionTrend } from '../../src/history/record-figures.ts';
import { emptyLogs, finish, JournalWriter, recordRun, resultOf, selected, started } from '../support/recorded-runs.ts';

async function ask<T>(logs: string, question: (store: HistoryStore) => Promise<T>): Promise<T> {
  const store = await openHistory({ logsDirectory: logs });
  try {
    return await question(store);
  } finally {
    store.close();
  }
}

/** Two loadouts in one run. */
function recordBoth(logs: string): void {
  const name = 'RUN_20260301_101500';
  const directory = recordRun(logs, name, { tests: {}, finished: false });
  const journal = new JournalWriter(directory, 5);
  const both = { tests: { A: 'failed', B: 'skipped', C: 'passed' } } as const;
  journal.append(started(name, { ...both, triggeredBy: 'CI-Pipeline' }));
  journal.append(selected(['A', 'B', 'C'], 'small'));
  journal.append(selected(['A', 'C'], 'large'));
  for (const loadout of ['small', 'large']) {
    journal.append(resultOf('A', loadout === 'small' ? 'failed' : 'error', { loadout, durationMs: 1500 }));
    if (loadout === 'small') journal.append(resultOf('B', 'skipped', { loadout }));
    journal.append(resultOf('C', 'passed', { loadout }));
  }
  journal.append(finish(both));
}

const wanted = {
  timestamp: expect.stringMatching(/^2026-03-01T10:15:00\.\d{3}Z$/),
  triggered_by: 'CI-Pipeline',
  tags: ['nightly'],
};

it('has one record of a run for its plan, and one for each of its loadouts', async () => {
  const logs = emptyLogs();
  recordBoth(logs);
  expect(await ask(logs, (store) => store.records({ by: 'plan' }))).toEqual([
    {
      run_id: 'RUN_20260301_101500',
      agent_name: 'Plan',
      version: '1.0',
      result_summary: { total: 5, passed: 2, failed: 2, skipped: 1, pending: 0 },
      failures: [
        { index: 1, description: 'A[small]: contains: no Paris in it' },
        { index: 4, description: 'A[large]: it came to a error' },
      ],
      duration: 5.24,
      ...wanted,
    },
  ]);
  const large = {
    run_id: 'RUN_20260301_101500',
    agent_name: 'large',
    version: '1.0',
    result_summary: { total: 2, passed: 1, failed: 1, skipped: 0, pending: 0 },
    failures: [{ index: 4, description: 'A[large]: it came to a error' }],
    duration: 2.5,
    ...wanted,
  };
  const loadouts = await ask(logs, (store) => store.records({ by: 'loadout' }));
  expect(loadouts.map(({ agent_name }) => agent_name)).toEqual(['large', 'small']);
  expect(loadouts[0]).toEqual(large);
});

it('has none of a run that has not finished', async () => {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' }, finished: false });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed', B: 'pending' } });
  expect(await ask(logs, (store) => store.records({ by: 'plan' }))).toEqual([]);
});

function variedRuns(): string {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' }, version: '1.3.0', plan: 'One' });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'failed', B: 'passed' }, version: '1.3.0', plan: 'One' });
  recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'passed', B: 'passed' }, version: '1.4.0', plan: 'One' });
  recordRun(logs, 'RUN_20260304_101500', { tests: { A: 'skipped' }, version: null, plan: 'Two' });
  recordRun(logs, 'RUN_20260305_101500', { tests: { A: 'timeout', C: 'error' }, version: '1.4.0', plan: 'Two' });
  return logs;
}

const filters: readonly (readonly [Omit<RecordFilter, 'by'>, string])[] = [
  [{}, '5 4 3 2 1'],
  [{ name: 'One' }, '3 2 1'],
  [{ name: 'One', versions: ['1.3.0'] }, '2 1'],
  [{ versions: ['1.3.0', '1.4.0'] }, '5 3 2 1'],
  [{ since: '2026-03-03T00:00:00.000Z' }, '5 4 3'],
  [{ since: '2026-03-02T00:00:00.000Z', until: '2026-03-04T00:00:00.000Z' }, '3 2'],
  [{ result: 'failed' }, '5 2'],
  [{ result: 'passed' }, '3 1'],
  [{ result: 'partial' }, '4'],
  [{ limit: 2 }, '5 4'],
  [{ name: 'One', result: 'passed', limit: 1 }, '3'],
  [{ name: 'one' }, ''],
];

it.each(filters)('finds records by %j, newest first', async (filter, days) => {
  const records = await ask(variedRuns(), (store) => store.records({ by: 'plan', ...filter }));
  expect(records.map(({ run_id }) => Number(run_id.slice(10, 12))).join(' ')).toBe(days);
});

const failureFilters: readonly (readonly [FailureFilter, readonly unknown[]])[] = [
  [
    {},
    [
      ['A[m]', 2, '05', 'it came to a timeout', false],
      ['C[m]', 1, '05', 'it came to a error', false],
    ],
  ],
  [{ plan: 'One' }, [['A[m]', 1, '02', 'contains: no Paris in it', true]]],
  [{ until: '2026-03-05T00:00:00.000Z' }, [['A[m]', 1, '02', 'contains: no Paris in it', true]]],
  [{ since: '2026-03-06T00:00:00.000Z' }, []],
];

it.each(failureFilters)(
  'tells which tests failed, by %j, why, and whether they passed since',
  async (filter, expected) => {
    const failures = await ask(variedRuns(), (store) => store.failures(filter));
    expect(
      failures.map(({ testId, failures: count, last, passedSince }) => [
        testId,
        count,
        last.runId.slice(10, 12),
        last.reason,
        passedSince,
      ]),
    ).toEqual(expected);
  },
);

it('tells the groups of a run in the order of its tests', async () => {
  const logs = emptyLogs();
  const details = { A: { group: 'speech' }, B: { group: null }, C: { group: 'speech' } };
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed', B: 'error', C: 'skipped', D: 'pending' }, details });
  const groups = await ask(logs, (store) => store.groups('RUN_20260301_101500'));
  const none = { executed: 0, passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: 0, flaky: 0 };
  expect(groups).toEqual([
    { group: 'speech', summary: { ...none, total: 2, executed: 1, passed: 1, skipped: 1 } },
    { group: 'llm', summary: { ...none, total: 1, executed: 1, error: 1 } },
    { group: 'basics', summary: { ...none, total: 1, pending: 1 } },
  ]);
  expect(await ask(logs, (store) => store.groups('RUN_20260301_101599'))).toEqual([]);
});

describe('failures', () => {
  const logsWithFailures = () => {
    const logs = emptyLogs();
    const run = { tests: { A: 'failed', B: 'passed' } } as const;
    recordRun(logs, 'RUN_20260301_101500', { ...run, version: '1.0' });
    recordRun(logs, 'RUN_20260302_101500', { ...run, plan: 'Other', version: '2.0', loadout: 'n' });
    recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'passed', B: 'failed' }, plan: 'Other' });
    return logs;
  };
  const failed = async (filter: FailureFilter) =>
    (await ask(logsWithFailures(), (store) => store.failures(filter))).map(({ testId }) => testId);

  it('are those of a plan, a loadout, a version, the newest', async () => {
    expect(await failed({})).toEqual(['B[m]', 'A[n]', 'A[m]']);
    expect(await failed({ plan: 'Other' })).toEqual(['B[m]', 'A[n]']);
    expect(await failed({ loadout: 'n' })).toEqual(['A[n]']);
    expect(await failed({ versions: ['1.0', '3.0'] })).toEqual(['B[m]', 'A[m]']);
    expect(await failed({ limit: 1 })).toEqual(['B[m]']);
  });

  it('are solved by a later run of the same plan alone', async () => {
    const logs = logsWithFailures();
    const solved = async () =>
      (await ask(logs, (store) => store.failures({ plan: 'Plan' }))).map(({ passedSince }) => passedSince);
    expect(await solved()).toEqual([false]);
    recordRun(logs, 'RUN_20260304_101500', { tests: { A: 'passed', B: 'passed' } });
    expect(await solved()).toEqual([true]);
  });
});

describe('what cannot be asked', () => {
  it.each([
    [{ by: 'nonsense' }, 'records() wants "plan" or "loadout" as "by", and was given "nonsense"'],
    [
      { by: 'plan', result: 'bogus' },
      'records() wants "passed", "failed" or "partial" as "result", and was given "bogus"',
    ],
    [{ since: 'yesterday' }, 'records() wants a time in ISO as "since", and was given "yesterday"'],
    [{ versions: '1.0' }, 'records() wants a list of texts as "versions", and was given "1.0"'],
    [{ limit: -1 }, 'records() wants a whole number as "limit", and was given -1'],
    [null, 'records() wants an object, and was given null; it takes by, name, versions, since, until, result, limit'],
    [{ plan: 'x' }, 'records() knows no "plan"; it takes by, name, versions, since, until, result, limit'],
  ])('is refused: %j', (filter, message) => {
    expect(() => checkedRecordFilter(JSON.parse(JSON.stringify(filter)))).toThrow(new UserError('history', message));
  });

  it('does not include asking for everything', async () => {
    const logs = emptyLogs();
    recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed' } });
    expect(checkedRecordFilter(undefined)).toEqual({ by: 'plan' });
    expect(checkedFailureFilter(undefined)).toEqual({});
    expect(() => checkedText('tests', 'reference', undefined)).toThrow(
      'tests() wants a text as "reference", and was given undefined',
    );
    expect(() => checkedFailureFilter(JSON.parse('{"by":"plan"}'))).toThrow('failures() knows no "by"');
  });
});

describe('a failure', () => {
  const failed = { tests: { A: 'failed', B: 'error', C: 'passed' } } as const;
  const unresolved = (logs: string) => ask(logs, (store) => store.unresolved('RUN_20260301_101500'));

  it.each([
    ['nothing came after it', [], ['A[m]', 'B[m]']],
    ['a later run of its plan passed it', [{ tests: { A: 'passed', B: 'timeout' } }], ['B[m]']],
    [
      'a later run of another plan passed it',
      [{ tests: { A: 'passed', B: 'passed' }, plan: 'Other' }],
      ['A[m]', 'B[m]'],
    ],
    ['it was skipped since', [{ tests: { A: 'skipped', B: 'skipped' } }], ['A[m]', 'B[m]']],
    ['the whole plan does not have it any more', [{ tests: { B: 'failed' } }], ['B[m]']],
    [
      'a part of the plan was run without it',
      [{ tests: { B: 'failed' }, mode: 'filtered' as const }],
      ['A[m]', 'B[m]'],
    ],
    ['the plan has it again', [{ tests: { B: 'failed' } }, failed], ['A[m]', 'B[m]']],
    ['it failed again after a pass', [{ tests: { A: 'passed', B: 'passed' } }, failed], []],
  ] as const)('where %s', async (_, later, expected) => {
    const logs = emptyLogs();
    recordRun(logs, 'RUN_20260301_101500', failed);
    for (const [index, run] of later.entries()) recordRun(logs, `RUN_2026030${index + 2}_101500`, run);
    expect(await unresolved(logs)).toEqual(expected);
    expect(readdirSync(join(logs))).toContain('.history.sqlite');
  });
});

it('ranks names by how often their tests fail', async () => {
  const records = await ask(variedRuns(), (store) => store.records({ by: 'plan' }));
  expect(failureRates(records)).toEqual([
    { name: 'Two', runs: 2, failedRuns: 1, failedTests: 2, failureRate: 100, lastRun: '2026-03-05T10:15:00.100Z' },
    { name: 'One', runs: 3, failedRuns: 1, failedTests: 1, failureRate: 20, lastRun: '2026-03-03T10:15:00.100Z' },
  ]);
  expect(failureRates([])).toEqual([]);
});

it('compares how two versions did', async () => {
  const records = await ask(variedRuns(), (store) => store.records({ by: 'plan', name: 'One' }));
  expect(versionTrend(records, '1.3.0', '1.4.0')).toEqual({
    versions: [
      { version: '1.3.0', runs: 2, passedTests: 2, failedTests: 1, passRate: 66.7, averageDuration: 5.24 },
      { version: '1.4.0', runs: 1, passedTests: 2, failedTests: 0, passRate: 100, averageDuration: 5.24 },
    ],
    change: 33.3,
    trend: 'improving',
  });
  expect(versionTrend(records, '1.4.0', '1.3.0')).toMatchObject({ change: -33.3, trend: 'degrading' });
  expect(versionTrend(records, '1.4.0', '1.4.0')).toMatchObject({ change: 0, trend: 'stable' });
  expect(versionTrend(records, '1.4.0', '9')).toMatchObject({ change: null, trend: null });
});
