import fc from 'fast-check';
import { expect, it } from 'vitest';
import { finalStatuses } from '../../src/domain/results.ts';
import { Tally } from '../../src/domain/summary.ts';
import { TestFold } from '../../src/history/test-fold.ts';

const about = { testId: 'A[m]', scenario: 'A', domain: 'llm', loadout: 'm', name: 'Does A', group: null };

const attempt = fc.record({
  repeat: fc.integer({ min: 1, max: 5 }),
  attempt: fc.integer({ min: 1, max: 3 }),
  status: fc.constantFrom(...finalStatuses),
  flaky: fc.boolean(),
  durationMs: fc.nat(5000),
  reason: fc.constantFrom(null, 'one reason', 'another'),
});

it('comes to what the counting rule of summaries comes to, however often it is put down and taken up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.tuple(attempt, fc.boolean()), { maxLength: 12 }),
      (repeats, attempts) => {
        const tally = new Tally();
        tally.expect('A[m]', repeats);
        let test = new TestFold(about, 1, repeats);
        for (const [each, pause] of attempts) {
          tally.add({ testId: 'A[m]', ...each });
          test.add(each);
          if (pause) test = TestFold.from(test.row());
        }
        const row = test.row();
        expect(row.status).toBe(tally.statusOf('A[m]'));
        expect(Number(row.flaky)).toBe(tally.summary().flaky);
        expect(row.attempts).toBe(attempts.length);
        const executed = attempts.flatMap(([{ status, durationMs }]) => (status === 'skipped' ? [] : [durationMs]));
        expect([row.executed, row.spentMs]).toEqual([executed.length, executed.reduce((sum, ms) => sum + ms, 0)]);
        if (row.status === 'passed') expect(row.reason).toBeNull();
      },
    ),
  );
});

it('gives the reason of what decides, not of what came last', () => {
  const test = new TestFold(about, 1, 2);
  test.add({ repeat: 1, status: 'error', flaky: false, durationMs: 5, reason: 'the service died' });
  test.add({ repeat: 2, status: 'failed', flaky: false, durationMs: 5, reason: 'no Paris in it' });
  expect(test.row()).toMatchObject({ status: 'error', reason: 'the service died' });
  test.add({ repeat: 1, status: 'passed', flaky: true, durationMs: 5, reason: null });
  expect(test.row()).toMatchObject({ status: 'failed', reason: 'no Paris in it' });
});

it('gives the same reason however often it is put down, and never one that was overruled', () => {
  const attempts = [
    { repeat: 1, status: 'failed', reason: 'exit code is 7' },
    { repeat: 2, status: 'timeout', reason: 'it took too long' },
    { repeat: 3, status: 'failed', reason: 'exit code is 9' },
    { repeat: 2, status: 'passed', reason: null },
    { repeat: 3, status: 'passed', reason: null },
  ] as const;
  const whole = new TestFold(about, 1, 3);
  let piecewise = new TestFold(about, 1, 3);
  for (const each of attempts) {
    whole.add({ ...each, flaky: false, durationMs: 5 });
    piecewise = TestFold.from(piecewise.row());
    piecewise.add({ ...each, flaky: false, durationMs: 5 });
  }
  expect(whole.row()).toMatchObject({ status: 'failed', reason: 'exit code is 7' });
  expect(piecewise.row()).toEqual(whole.row());
});
