// How far a metric moved, and where it stands, as people read it. Pure.
import type { MetricRow } from '../metric-rows.ts';

/** `1.12 × (1.05 to 1.20)`, `+0.012 (−0.003 to +0.027)`; nothing without an interval, since a bare number misleads. */
export function effectText({ kind, effect, interval }: Pick<MetricRow, 'kind' | 'effect' | 'interval'>): string {
  if (interval === null) return '–';
  const values = [effect, interval.low, interval.high];
  const neutral = kind === 'ratio' ? 1 : 0;
  const digits = digitsFor(values, neutral, kind === 'ratio' ? 2 : digitsOf(Math.max(...values.map(Math.abs))));
  const [centre = '', low = '', high = ''] = values.map((value) => {
    const written = Math.abs(value).toFixed(digits);
    if (kind === 'ratio' || Number(written) === 0) return written;
    return `${value < 0 ? '−' : '+'}${written}`;
  });
  return `${centre}${kind === 'ratio' ? ' ×' : ''} (${low} to ${high})`;
}

/** Three digits that count: `41.2`, `812`, `0.0123`. */
export function amountText(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** So many decimals that nothing reads as "no change" that is one. */
function digitsFor(values: readonly number[], neutral: number, fewest: number): number {
  const misleads = (digits: number) =>
    values.some((value) => value !== neutral && Number(value.toFixed(digits)) === neutral);
  return [fewest, fewest + 1, fewest + 2].find((digits) => !misleads(digits)) ?? fewest;
}

/** Two digits that count. */
function digitsOf(size: number): number {
  return size === 0 ? 0 : Math.min(8, Math.max(0, 1 - Math.floor(Math.log10(size))));
}
