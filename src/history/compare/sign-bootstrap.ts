// Whether the mean of a few differences is zero, and within which bounds it lies: the wild bootstrap with random signs. Pure.
import { mersenne } from 'pure-rand/generator/mersenne';

export interface SignBootstrap {
  /** Two-sided, of a mean of zero. */
  readonly p: number;
  /** Where the mean lies, with `level` as the chance of being wrong; null where too few values cannot tell at that level. */
  readonly interval: (level: number) => Interval | null;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Any number: what counts is that the same values always give the same answer. */
const seed = 20_260_301;

/**
 * Under "no difference" the two runs could swap places in each unit, so that every sign of every value was as likely.
 * All patterns of signs are tried where they are no more than `patterns`, else so many random ones. The interval holds
 * each mean that this test does not refuse; its ends are ordered means of subsets of the values (Hartigan 1969, Using
 * subsample values as typical values, JASA 64). The level is exact for symmetric differences of any spread. Signs with
 * the hypothesis imposed: Liu 1988; Davidson and Flachaire 2008; for clusters Cameron, Gelbach and Miller 2008.
 */
export function signBootstrap(values: readonly number[], patterns: number): SignBootstrap {
  const means = (2 ** values.length <= patterns ? allSubsetMeans(values) : randomSubsetMeans(values, patterns)).sort();
  const total = means.length + 1;
  const nothing = 1e-12 * Math.max(...values.map(Math.abs));
  const notAbove = 1 + means.filter((mean) => mean <= nothing).length;
  const notBelow = 1 + means.filter((mean) => mean >= -nothing).length;
  return {
    p: Math.min(1, (2 * Math.min(notAbove, notBelow)) / total),
    interval(level) {
      const outside = Math.floor((level / 2) * total + 1e-9);
      const low = means[outside - 1];
      const high = means[means.length - outside];
      return low === undefined || high === undefined ? null : { low, high };
    },
  };
}

/** With fewer values no pattern of signs is rare enough to say anything at this level. */
export function fewestUnits(level: number): number {
  return Math.ceil(1 - Math.log2(level) - 1e-9);
}

function allSubsetMeans(values: readonly number[]): Float64Array {
  const count = 2 ** values.length;
  const sums = new Float64Array(count);
  const sizes = new Uint8Array(count);
  values.forEach((value, index) => {
    const half = 2 ** index;
    for (let subset = 0; subset < half; subset += 1) {
      sums[half + subset] = (sums[subset] ?? 0) + value;
      sizes[half + subset] = (sizes[subset] ?? 0) + 1;
    }
  });
  return sums.map((sum, subset) => sum / (sizes[subset] ?? 1)).subarray(1);
}

function randomSubsetMeans(values: readonly number[], patterns: number): Float64Array {
  const generator = mersenne(seed);
  const means = new Float64Array(patterns - 1);
  for (let drawn = 0; drawn < means.length; ) {
    let sum = 0;
    let size = 0;
    let bits = 0;
    for (const [index, value] of values.entries()) {
      bits = index % 32 === 0 ? generator.next() : bits >>> 1;
      if ((bits & 1) === 0) continue;
      sum += value;
      size += 1;
    }
    if (size === 0) continue;
    means[drawn] = sum / size;
    drawn += 1;
  }
  return means;
}
