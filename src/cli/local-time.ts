// Times of runs as people read them: local, as the folders are named.
import { twoDigits } from '../domain/units.ts';

/** `2026-03-01`; a dash for what is no time. */
export function localDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '-';
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** `2026-03-01 10:15` */
export function localMinute(iso: string): string {
  const date = new Date(iso);
  return `${localDay(iso)} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}
