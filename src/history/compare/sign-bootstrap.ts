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
  let [notAbove, notBelow] = [1, 1];
  for (const mean of means) {
    if (mean <= nothing) notAbove += 1;
    if (mean >= -nothing) notBelow += 1;
  }
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

/** Eight signs at a time: the sums of all subsets of eight values are looked up. */
function randomSubsetMeans(values: readonly number[], patterns: number): Float64Array {
  const generator = mersenne(seed);
  const words = Math.ceil(values.length / 32);
  const { sums, sizes } = subsetsOfEights(values, 4 * words);
  const means = new Float64Array(patterns - 1);
  for (let drawn = 0; drawn < means.length; ) {
    let sum = 0;
    let size = 0;
    for (let word = 0, table = 0; word < words; word += 1) {
      let bits = generator.next();
      for (let byte = 0; byte < 4; byte += 1, bits >>>= 8, table += 256) {
        sum += sums[table + (bits & 255)] ?? 0;
        size += sizes[table + (bits & 255)] ?? 0;
      }
    }
    if (size === 0) continue;
    means[drawn] = sum / size;
    drawn += 1;
  }
  return means;
}

/** For each eight values a table of 256, by the bits of those that belong to the subset; what is not there counts for nothing. */
function subsetsOfEights(values: readonly number[], eights: number): { sums: Float64Array; sizes: Uint8Array } {
  const sums = new Float64Array(256 * eights);
  const sizes = new Uint8Array(256 * eights);
  values.forEach((value, index) => {
    const table = 256 * Math.floor(index / 8);
    const bit = 2 ** (index % 8);
    for (let subset = 0; subset < 256; subset += 1) {
      if ((subset & bit) === 0) continue;
      sums[table + subset] = (sums[table + subset] ?? 0) + value;
      sizes[table + subset] = (sizes[table + subset] ?? 0) + 1;
    }
  });
  return { sums, sizes };
}
