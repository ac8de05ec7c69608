// What several samples of one quantity come to. Pure.

/** One sample is not a peak. */
export function peakOf(values: readonly number[]): number | undefined {
  return values.length < 2 ? undefined : values.reduce((most, value) => Math.max(most, value));
}

/** Nor is it a mean. */
export function meanOf(values: readonly number[]): number | undefined {
  return values.length < 2 ? undefined : sumOf(values) / values.length;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
