// Makes the folder of one run, with a name and a day number that no other run has.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import { makeFolder } from '../system/folders.ts';
import { PathError, pathError, systemCode } from '../system/path-error.ts';

export interface RunFolder {
  /** The folder's name. */
  readonly runId: string;
  /** `run-YYYY-MM-DD-NNN`. */
  readonly dayId: string;
  /** Absolute. */
  readonly directory: string;
}

/** `logsDirectory` is absolute and is made where it is missing; the names are in local time. */
export function createRunFolder(logsDirectory: string, startedAt: Date): RunFolder {
  try {
    makeFolder(logsDirectory);
    const { runId, directory } = claimDirectory(logsDirectory, startedAt);
    mkdirSync(join(directory, 'artifacts'));
    return { runId, directory, dayId: claimDay(logsDirectory, startedAt, runId) };
  } catch (error) {
    const why = pathError(error, join(logsDirectory, 'RUN'));
    if (!(why instanceof PathError)) throw why;
    throw new UserError(
      'run-folder',
      `cannot make a run folder in ${logsDirectory}: ${why.message}; choose another place with --logs-dir DIR`,
      exitCodes.cannotGoOn,
    );
  }
}

function claimDirectory(logsDirectory: string, startedAt: Date): { runId: string; directory: string } {
  const { year, month, day, hours, minutes, seconds } = localParts(startedAt);
  const base = `RUN_${year}${month}${day}_${hours}${minutes}${seconds}`;
  for (let number = 1; ; number += 1) {
    const runId = number === 1 ? base : `${base}_${number}`;
    const directory = join(logsDirectory, runId);
    if (claimed(() => mkdirSync(directory))) return { runId, directory };
  }
}

/** Each number of a day is taken by an empty file of its name, which only one process can create. */
function claimDay(logsDirectory: string, startedAt: Date, runId: string): string {
  const { year, month, day } = localParts(startedAt);
  const prefix = `run-${year}-${month}-${day}-`;
  const claims = join(logsDirectory, '.day-numbers');
  makeFolder(claims);
  const taken = readdirSync(claims).filter((name) => name.startsWith(prefix));
  const last = Math.max(0, ...taken.map((name) => Number.parseInt(name.slice(prefix.length), 10)));
  for (let number = last + 1; ; number += 1) {
    const dayId = `${prefix}${String(number).padStart(3, '0')}`;
    if (claimed(() => writeFileSync(join(claims, dayId), `${runId}\n`, { flag: 'wx' }))) return dayId;
  }
}

function claimed(create: () => void): boolean {
  try {
    create();
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function localParts(date: Date) {
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    year: String(date.getFullYear()),
    month: two(date.getMonth() + 1),
    day: two(date.getDate()),
    hours: two(date.getHours()),
    minutes: two(date.getMinutes()),
    seconds: two(date.getSeconds()),
  };
}
