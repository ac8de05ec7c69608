import { describe, expect, it } from 'vitest';
import type { FinalStatus } from '../../src/domain/results.ts';
import { Tally } from '../../src/domain/summary.ts';

function tallied(repeats: number, verdicts: readonly (readonly [number, number, FinalStatus])[]): Tally {
  const tally = new Tally();
  tally.expect('A', repeats);
  for (const [repeat, attempt, status] of verdicts) {
    tally.add({ testId: 'A', repeat, attempt, status, flaky: status === 'passed' && attempt > 1 });
  }
  return tally;
}

describe('the status of a test id', () => {
  it.each([
    ['is pending before its first result', 1, [], 'pending'],
    ['is pending while repeats are missing', 2, [[1, 1, 'passed']], 'pending'],
    [
      'is that of the last attempt',
      1,
      [
        [1, 1, 'failed'],
        [1, 2, 'passed'],
      ],
      'passed',
    ],
    [
      'is the worst of its repeats',
      2,
      [
        [1, 1, 'error'],
        [2, 1, 'passed'],
      ],
      'error',
    ],
    ['is known to be bad before all repeats ran', 3, [[1, 1, 'failed']], 'failed'],
    ['is skipped without its other repeats', 3, [[1, 1, 'skipped']], 'skipped'],
  ] as const)('%s', (_name, repeats, verdicts, status) => {
    expect(tallied(repeats, verdicts).statusOf('A')).toBe(status);
  });
});

it('counts a test as flaky where a repeat passed only after a failed attempt', () => {
  const tally = tallied(2, [
    [1, 1, 'failed'],
    [1, 2, 'passed'],
    [2, 1, 'passed'],
  ]);
  expect(tally.summary()).toEqual({
    total: 1,
    executed: 1,
    passed: 1,
    failed: 0,
    timeout: 0,
    error: 0,
    skipped: 0,
    pending: 0,
    flaky: 1,
  });
});
