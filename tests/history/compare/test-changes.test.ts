import { describe, expect, it } from 'vitest';
import type { FinalStatus } from '../../../src/domain/results.ts';
import { testChanges } from '../../../src/history/compare/test-changes.ts';
import { comparedResult, comparedRun } from '../../support/compared-runs.ts';

const nothing = {
  fixed: [],
  regressed: [],
  stillFailing: [],
  becameFlaky: [],
  becameSteady: [],
  notComparable: [],
  added: [],
  gone: [],
  unchanged: 0,
};

type Attempts = readonly (FinalStatus | 'flaky')[];

/** One repeat of T-1 per entry. */
function run(...repeats: Attempts) {
  return comparedRun(
    repeats.map((status, index) =>
      status === 'flaky'
        ? comparedResult({ testId: 'T-1', repeat: index + 1, attempt: 2, flaky: true })
        : comparedResult({ testId: 'T-1', repeat: index + 1, status }),
    ),
    { selected: [{ testId: 'T-1', repeats: Math.max(1, repeats.length) }] },
  ).tests;
}

const change = (before: string, after: string) => [{ testId: 'T-1', before, after }];

describe('a test', () => {
  it.each(['failed', 'timeout', 'error'] as const)('regressed, where it passed and now is %s; else fixed', (bad) => {
    expect(testChanges(run('passed'), run(bad))).toEqual({ ...nothing, regressed: change('passed', bad) });
    expect(testChanges(run(bad), run('passed'))).toEqual({ ...nothing, fixed: change(bad, 'passed') });
  });

  it('regressed, where one of its repeats did', () => {
    const changes = testChanges(run('passed', 'passed'), run('passed', 'failed'));
    expect(changes).toEqual({ ...nothing, regressed: change('passed', 'failed') });
  });

  it('is judged by the last attempt of a repeat', () => {
    const after = comparedRun([
      comparedResult({ testId: 'T-1', status: 'failed' }),
      comparedResult({ testId: 'T-1', attempt: 2, flaky: true }),
    ]).tests;
    expect(testChanges(run('passed'), after)).toEqual({ ...nothing, becameFlaky: ['T-1'] });
  });

  it('still fails, in whatever way', () => {
    expect(testChanges(run('failed'), run('error'))).toEqual({ ...nothing, stillFailing: change('failed', 'error') });
  });

  it('is not comparable, where it was skipped or not carried out in one of the runs', () => {
    expect(testChanges(run('failed'), run('skipped')).notComparable).toEqual(change('failed', 'skipped'));
    expect(testChanges(run('skipped'), run('passed')).notComparable).toEqual(change('skipped', 'passed'));
    expect(testChanges(run('passed'), run())).toEqual({ ...nothing, notComparable: change('passed', 'pending') });
  });

  it('is flaky now, no longer flaky, or as it was', () => {
    expect(testChanges(run('passed'), run('flaky'))).toEqual({ ...nothing, becameFlaky: ['T-1'] });
    expect(testChanges(run('flaky'), run('passed'))).toEqual({ ...nothing, becameSteady: ['T-1'] });
    expect(testChanges(run('flaky'), run('flaky'))).toEqual({ ...nothing, unchanged: 1 });
    expect(testChanges(run('passed'), run('passed'))).toEqual({ ...nothing, unchanged: 1 });
  });

  it('was added or is gone, with what it came to', () => {
    const other = comparedRun([comparedResult({ testId: 'T-2', status: 'failed' })]).tests;
    expect(testChanges(run('passed'), other)).toEqual({
      ...nothing,
      added: [{ testId: 'T-2', status: 'failed' }],
      gone: [{ testId: 'T-1', status: 'passed' }],
    });
  });
});
