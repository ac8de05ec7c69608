// Options that several commands have, and how the values of options are read.
import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../domain/units.ts';
import { parseAge, parseMoment } from './moment.ts';

export const logsDir = ['--logs-dir <dir>', 'where run folders are', 'logs'] as const;
export const asJson = ['--json', 'print JSON'] as const;

export interface Common {
  readonly logsDir: string;
  readonly json?: boolean;
}

export function place({ logsDir, json }: Common): { readonly logsDir: string; readonly json: boolean } {
  return { logsDir, json: json === true };
}

export function list(value: string): string[] {
  const items = value.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('A comma-separated list without empty items is wanted.');
  return items;
}

export function countable(value: string): number {
  return wholeNumber(value, 0);
}

export function positive(value: string): number {
  return wholeNumber(value, 1);
}

function wholeNumber(value: string, least: number): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : -1;
  if (number < least) throw new InvalidArgumentError(`A whole number from ${least} to 999999 is wanted.`);
  return number;
}

export function duration(value: string): number {
  const ms = parseDuration(value);
  if (ms === null) throw new InvalidArgumentError('A duration is wanted, for example 90s, 30m or 2h.');
  return ms;
}

/** ISO. */
export function moment(value: string): string {
  const iso = parseMoment(value, Date.now());
  if (iso === null) throw new InvalidArgumentError('A time is wanted, for example 7d, 12h, 2w or 2026-03-01.');
  return iso;
}

/** Milliseconds. */
export function age(value: string): number {
  const ms = parseAge(value);
  if (ms === null) throw new InvalidArgumentError('An age is wanted, for example 14d, 2w or 12h.');
  return ms;
}
