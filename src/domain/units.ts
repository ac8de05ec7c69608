// Amounts of time and memory as people read them, with their unit. Pure.

export const bytesPerMiB = 1024 * 1024;

/** `0.8s`, as the progression log writes durations; more digits only where a tenth of a second would read as nothing. */
export function seconds(ms: number): string {
  const value = Math.max(0, ms) / 1000;
  if (value >= 0.1 || value === 0) return `${value.toFixed(1)}s`;
  return `${value.toFixed(value >= 0.01 ? 2 : 3)}s`;
}

/** `84 MiB`, `5.0 GiB`. */
export function mebibytes(mib: number): string {
  return mib < 1024 ? `${Math.round(mib)} MiB` : `${(mib / 1024).toFixed(1)} GiB`;
}
