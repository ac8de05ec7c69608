// The sums of recent samples, for peaks over the time of a trial. Bounded: the oldest go first.

/** Two hours at one sample a second. */
const capacity = 7200;

export interface RecentSamples {
  /** Times only grow. */
  add(atMs: number, value: number): void;
  /** Values from `fromMs` to `toMs`, both included. */
  between(fromMs: number, toMs: number): readonly number[];
  /** The last value at or before that time. */
  lastAt(atMs: number): number | undefined;
}

export function createRecentSamples(): RecentSamples {
  const samples: { readonly atMs: number; readonly value: number }[] = [];
  let oldest = 0;
  return {
    add(atMs, value) {
      if (samples.length < capacity) samples.push({ atMs, value });
      else {
        samples[oldest] = { atMs, value };
        oldest = (oldest + 1) % capacity;
      }
    },
    between: (fromMs, toMs) => samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs).map(({ value }) => value),
    lastAt(atMs) {
      for (let back = 1; back <= samples.length; back += 1) {
        const sample = samples[(oldest - back + samples.length) % samples.length];
        if (sample !== undefined && sample.atMs <= atMs) return sample.value;
      }
      return undefined;
    },
  };
}
