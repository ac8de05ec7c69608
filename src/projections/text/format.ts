// How times, rates and parts of a whole read where a person meets them: rounded to what can be told apart, always with the
// unit. What the journal's sentences need as well is in domain/units.ts.
import prettyMilliseconds from 'pretty-ms';
import { twoDigits } from '../../domain/units.ts';

/** `41ms`, `1.3s`, `2m 5s`. */
export function duration(ms: number): string {
  const value = Math.max(0, ms);
  return prettyMilliseconds(value, { secondsDecimalDigits: value < 60_000 ? 1 : 0 });
}

/** A running clock: `00:42`, `1:05:09`. */
export function stopwatch(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = twoDigits(Math.floor(total / 60) % 60);
  const rest = `${minutes}:${twoDigits(total % 60)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** `41.2 ms`, `812 ms`, `2.41 s`: a latency. */
export function latency(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms.toFixed(ms >= 100 ? 0 : 1)} ms`;
}

/** `123 tok/s`, `8.4 tok/s`. */
export function tokenRate(tokensPerSecond: number): string {
  return `${tokensPerSecond.toFixed(tokensPerSecond >= 100 ? 0 : 1)} tok/s`;
}

/** `5.0/23.9 GiB`: a part of a whole, in the unit of the whole. */
export function usage(usedMiB: number, totalMiB: number): string {
  if (totalMiB < 1024) return `${Math.round(usedMiB)}/${Math.round(totalMiB)} MiB`;
  return `${(usedMiB / 1024).toFixed(1)}/${(totalMiB / 1024).toFixed(1)} GiB`;
}
