// What counts as one observation: repeats of a test resemble each other, tests do not. Pure.
import { mean, sampleVariance, sum } from 'simple-statistics';

export interface Difference {
  readonly testId: string;
  readonly value: number;
}

export interface Units {
  readonly per: 'test' | 'repeat';
  readonly values: readonly number[];
  readonly tests: number;
  /** Of the repeats around their tests' means; null where no test has two. */
  readonly variance: number | null;
}

/**
 * Each test is one unit, with the mean of its repeats, where there are at least `fewest` tests. With fewer, repeats are
 * units, as nothing could ever be said else. Where such tests disagree by more than the spread of their repeats explains,
 * repeats spread as much as the tests do: the scale factor of the Particle Data Group (Review of Particle Physics,
 * Introduction 5.2.2). Where repeats of a test never vary they are one observation, and tests stay the units.
 */
export function unitsOf(differences: readonly Difference[], fewest: number): Units {
  const byTest = [...Map.groupBy(differences, ({ testId }) => testId).values()].map((group) =>
    group.map(({ value }) => value),
  );
  const ratio = varianceRatio(byTest);
  const common = { tests: byTest.length, variance: varianceWithin(byTest) };
  if (byTest.length >= fewest || ratio === Number.POSITIVE_INFINITY) {
    return { per: 'test', values: byTest.map((group) => mean(group)), ...common };
  }
  return { per: 'repeat', values: ratio > 1 ? widened(byTest, Math.sqrt(ratio)) : byTest.flat(), ...common };
}

function widened(groups: readonly number[][], factor: number): number[] {
  const centre = mean(groups.flat());
  return groups.flatMap((group) => {
    const own = mean(group);
    return group.map((value) => centre + (value - own) * factor);
  });
}

/**
 * F of the one-way analysis of variance (Fisher 1925): the variance between groups over that within them, around 1 where
 * groups differ by chance alone. 0 where nothing varies between them, or where it cannot be told.
 */
export function varianceRatio(groups: readonly number[][]): number {
  const within = varianceWithin(groups);
  if (within === null || groups.length < 2) return 0;
  const all = groups.flat();
  const centre = mean(all);
  const between = sum(groups.map((group) => group.length * (mean(group) - centre) ** 2)) / (groups.length - 1);
  const rounding = (1e-12 * Math.max(...all.map(Math.abs))) ** 2;
  if (between <= rounding) return 0;
  return within <= rounding ? Number.POSITIVE_INFINITY : between / within;
}

function varianceWithin(groups: readonly number[][]): number | null {
  const repeated = groups.filter(({ length }) => length > 1);
  if (repeated.length === 0) return null;
  const degrees = sum(repeated.map(({ length }) => length - 1));
  return sum(repeated.map((group) => sampleVariance(group) * (group.length - 1))) / degrees;
}
