// How much more must be measured before a difference of a given size would be shown. Pure.
import { errorFunction, probit } from 'simple-statistics';
import { fewestUnits } from './sign-bootstrap.ts';
import type { Units } from './units.ts';

/** The chance of showing a difference of that size where there is one. */
const power = 0.8;

export interface More {
  readonly what: 'repeats' | 'tests';
  /** Repeats of each test, or tests. */
  readonly more: number;
}

export interface Aim {
  readonly level: number;
  /** Positive. */
  readonly difference: number;
}

/**
 * Guenther 1981, Sample size formulas for normal theory t tests, The American Statistician 35: for the mean of pairs,
 * (z₁₋α⁄₂ + z₁₋β)² s²/δ² + z²₁₋α⁄₂/2.
 */
export function unitsNeeded(variance: number, { level, difference }: Aim): number {
  const z = normalQuantile(1 - level / 2);
  const needed = ((z + normalQuantile(power)) ** 2 * variance) / difference ** 2 + z ** 2 / 2;
  return Math.max(Math.ceil(needed), fewestUnits(level));
}

/** `variance` is that of the units; null where there is but one. */
export function furtherNeeded(units: Units, variance: number | null, pairs: number, aim: Aim): More {
  const needed = variance === null ? fewestUnits(aim.level) : unitsNeeded(variance, aim);
  if (units.per === 'repeat') return { what: 'repeats', more: atLeastOne((needed - pairs) / units.tests) };
  const perTest = pairs / units.tests;
  const repeats = units.tests < fewestUnits(aim.level) ? null : repeatsNeeded(units, variance ?? 0, perTest, aim);
  if (repeats === null) return { what: 'tests', more: atLeastOne(needed - units.tests) };
  return { what: 'repeats', more: atLeastOne(repeats - perTest) };
}

/**
 * The variance of a test's mean is that between tests and a part of that between repeats, which shrinks with their number;
 * null where what remains would be too much. Where no test was repeated, all of it is taken for the repeats'.
 */
function repeatsNeeded(units: Units, variance: number, perTest: number, { level, difference }: Aim): number | null {
  const z = normalQuantile(1 - level / 2);
  const bearable = ((units.tests - z ** 2 / 2) * difference ** 2) / (z + normalQuantile(power)) ** 2;
  const ofRepeats = units.variance ?? variance * perTest;
  const ofTests = Math.max(0, variance - ofRepeats / perTest);
  return bearable > ofTests ? ofRepeats / (bearable - ofTests) : null;
}

function atLeastOne(more: number): number {
  return Math.max(1, Math.ceil(more - 1e-9));
}

/** One step of Newton's method behind `probit`, whose own error is in the third digit. */
export function normalQuantile(probability: number): number {
  const z = probit(probability);
  const reached = (1 + errorFunction(z / Math.SQRT2)) / 2;
  return z - (reached - probability) / (Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI));
}
