// Limits on a measured number, and how a sentence puts them.

export interface Limits {
  readonly min: number | null;
  readonly max: number | null;
}

export function isWithin({ min, max }: Limits, value: number): boolean {
  return (min === null || value >= min) && (max === null || value <= max);
}

export function limitsText({ min, max }: Limits, unit: string): string {
  const ofUnit = unit === '' ? '' : ` ${unit}`;
  if (min === null) return `at most ${max}${ofUnit}`;
  if (max === null) return `at least ${min}${ofUnit}`;
  return `between ${min} and ${max}${ofUnit}`;
}

/** Enough digits to see on which side of a limit it lies in most cases; the exact value stands beside it. */
export function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
