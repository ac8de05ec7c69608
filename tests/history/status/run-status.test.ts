import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../src/domain/results.ts';
import { countRun } from '../../../src/history/status/run-status.ts';
import { RunFacts } from '../../../src/recorded/run-facts.ts';
import { type GroupedTest, groupedRun, testsOf } from '../../support/grouped-run.ts';
import { sampleResult } from '../../support/sample-results.ts';
import { sampleEvents } from '../../support/sample-run-folder.ts';

function count(tests: readonly GroupedTest[], options: { selected?: boolean; more?: readonly TrialResult[] } = {}) {
  const run = groupedRun(tests, options);
  const all = [...run.results, ...(options.more ?? [])];
  const facts = new RunFacts();
  for (const recorded of sampleEvents({ ...run, results: all })) {
    const { event, ...line } = recorded;
    facts.note({ ...line, event: { ...event } });
  }
  return countRun({
    facts,
    results: all.map((result) => ({ ...result, why: `${result.status} at ${result.repeat}` })),
  });
}

describe('a group', () => {
  it.each([
    ['ppp', 'clean'],
    ['pf.', 'failing'],
    ['..e', 'failing'],
    ['pps', 'partial'],
    ['pp.', 'partial'],
    ['ss', 'partial'],
    ['s.', 'partial'],
    ['..', 'pending'],
  ])('of %j is %s', (statuses, state) => {
    expect(count(testsOf([['g', statuses]])).groups).toMatchObject([{ group: 'g', state, total: statuses.length }]);
  });

  it('has the name of the domain where a test has none, and stands in the order of the selection', () => {
    const tests = testsOf([
      ['b', '.'],
      [null, '.p'],
      ['a', 'p'],
    ]);
    expect(count(tests).groups.map(({ group }) => group)).toEqual(['b', 'llm', 'a']);
  });

  it('has the share of its executed tests that passed, and none where nothing was executed', () => {
    const { groups } = count(
      testsOf([
        ['a', 'ppfs.'],
        ['b', '.'],
      ]),
    );
    expect(groups.map(({ passRatePercent }) => passRatePercent)).toEqual([66.7, null]);
  });
});

describe('the counts of a run', () => {
  const repeated: readonly GroupedTest[] = [{ scenario: 'A', group: 'g', status: 'passed', changes: { repeat: 3 } }];
  const again = (changes: Partial<TrialResult>) => sampleResult({ scenario: 'A', group: 'g', ...changes });

  it('take a test as pending until every repeat is there', () => {
    expect(count(repeated, { more: [again({ repeat: 1 })] }).summary).toMatchObject({
      total: 1,
      passed: 0,
      pending: 1,
    });
    expect(count(repeated, { more: [again({ repeat: 1 }), again({ repeat: 2 })] }).summary).toMatchObject({
      passed: 1,
    });
  });

  it('take the last attempt of a repeat, and the reason of the first repeat that decides', () => {
    const bad = [again({ repeat: 1, status: 'timeout' }), again({ repeat: 2, status: 'timeout' })];
    expect(count(repeated, { more: bad }).tests).toMatchObject([{ status: 'timeout', why: 'timeout at 1' }]);
    const mended = [...bad, again({ repeat: 1, attempt: 2, flaky: true })];
    expect(count(repeated, { more: mended }).tests).toMatchObject([{ status: 'timeout', why: 'timeout at 2' }]);
    const whole = [...mended, again({ repeat: 2, attempt: 2, flaky: true })];
    expect(count(repeated, { more: whole }).tests).toMatchObject([{ status: 'passed', flaky: true, why: null }]);
  });

  it('know by number alone what a journal without a selection does not name', () => {
    const tests = testsOf([['g', 'pf...']]);
    const { summary, groups, notReached, tests: named } = count(tests, { selected: false });
    expect(notReached).toBe(3);
    expect(summary).toMatchObject({ total: 5, executed: 2, pending: 3 });
    expect(groups).toMatchObject([{ group: 'g', total: 2, pending: 0 }]);
    expect(named).toHaveLength(2);
    expect(count(tests).notReached).toBe(0);
  });
});
