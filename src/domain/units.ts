// Times, and amounts of time and memory, as people read them. Pure.

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

/** Local time of day of an ISO timestamp: `14:30:05`. */
export function timeOfDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '--:--:--';
  return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}:${twoDigits(date.getSeconds())}`;
}

/** Local date and time of an ISO timestamp: `2026-11-21 14:30:05`; null for what is none. */
export function dateAndTime(iso: string): string | null {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return null;
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${timeOfDay(iso)}`;
}

export function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

/** A line of progression.log, with its line feed. */
export function logLine(at: string, level: string, message: string): string {
  return `[${timeOfDay(at)}] [${level}] ${message}\n`;
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `60s`, `2m`, `1.5h` → milliseconds; null for anything else. */
export function parseDuration(written: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(written) ?? [];
  return amount === undefined ? null : Number(amount) * (unitMs[unit] ?? Number.NaN);
}
