import { describe, expect, it } from 'vitest';
import { furtherNeeded, normalQuantile, unitsNeeded } from '../../../src/history/compare/sample-size.ts';
import { unitsOf } from '../../../src/history/compare/units.ts';

it("has R's qnorm to the third digit", () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.95996, 3);
  expect(normalQuantile(0.8)).toBeCloseTo(0.84162, 3);
  expect(normalQuantile(0.995)).toBeCloseTo(2.57583, 3);
});

it.each([
  [0.2, 199],
  [0.5, 34],
  [0.8, 15],
  [1, 10],
])(
  "needs for an effect of %d standard deviations as many pairs as R's power.t.test(type = 'paired', power = 0.8): %d",
  (difference, pairs) => {
    expect(unitsNeeded(1, { level: 0.05, difference })).toBe(pairs);
  },
);

it('never needs fewer than could ever be improbable', () => {
  expect(unitsNeeded(0, { level: 0.05, difference: 1 })).toBe(6);
});

describe('what more is needed', () => {
  const aim = { level: 0.05, difference: 1 };
  const values = (tests: number, repeats: number, value: (test: number, repeat: number) => number) =>
    Array.from({ length: tests * repeats }, (_, index) => {
      const test = index % tests;
      return { testId: `T-${test}`, value: value(test, Math.floor(index / tests)) };
    });

  it('is repeats of each test, where repeats are the units', () => {
    const units = unitsOf(
      values(2, 2, () => 0),
      6,
    );
    expect(furtherNeeded(units, 1, 4, aim)).toEqual({ what: 'repeats', more: 3 });
  });

  it('is repeats, where those make up the spread of the tests', () => {
    const units = unitsOf(
      values(8, 2, (test, repeat) => (repeat === 0 ? 2 : -2) + (test % 2)),
      6,
    );
    expect(units.per).toBe('test');
    // Needed: a variance of at most (8 − 1.92)/7.849 = 0.775; there: 8.25/2 within, nothing beyond that between.
    expect(furtherNeeded({ ...units, variance: 8.25 }, 4.125, 16, aim)).toEqual({ what: 'repeats', more: 9 });
  });

  it('is tests, where repeats could not help', () => {
    const units = unitsOf(
      values(8, 2, (test) => 10 * test),
      6,
    );
    expect(furtherNeeded(units, 4, 16, aim)).toEqual({ what: 'tests', more: 26 });
  });

  it('is enough for a first statement, where there is a single pair', () => {
    const units = unitsOf(
      values(1, 1, () => 0.3),
      6,
    );
    expect(furtherNeeded(units, null, 1, aim)).toEqual({ what: 'repeats', more: 5 });
  });

  it('is at least one', () => {
    const units = unitsOf(
      values(1, 12, () => 0),
      6,
    );
    expect(furtherNeeded(units, 0.01, 12, aim)).toEqual({ what: 'repeats', more: 1 });
  });
});
