// What a person calls a run: its id, the beginning of one that no other has, its folder, its day number, or `latest`.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { oneLine } from '../domain/text.ts';

export interface RunPlace {
  /** The folder's name. */
  readonly runId: string;
  /** Absolute. */
  readonly directory: string;
}

const runName = /^RUN_(\d{8})_(\d{6})(?:_(\d+))?$/;
const dayName = /^run-\d{4}-\d{2}-\d{2}-\d{3,}$/;
const shownCandidates = 5;
/** In which a record tells its number. */
const recordBytes = 65_536;

/** Oldest first, by the times in their names. */
export function listRuns(logsDirectory: string): readonly RunPlace[] {
  const names = namesIn(logsDirectory).filter((name) => runName.test(name));
  names.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  return names.map((runId) => ({ runId, directory: join(logsDirectory, runId) }));
}

/** False for a folder whose runner was killed before it recorded anything. */
export function hasBegun({ directory }: RunPlace): boolean {
  return sizeOf(join(directory, 'events.jsonl')) > 0 || sizeOf(join(directory, 'run.json')) > 0;
}

/** `logsDirectory` is absolute. Throws a UserError where there is no such run, or more than one. */
export function findRun(logsDirectory: string, reference: string): RunPlace {
  const folder = resolve(reference);
  if (reference.includes('/') && isFolder(folder)) return { runId: basename(folder), directory: folder };
  const runs = listRuns(logsDirectory);
  if (reference === 'latest') {
    const newest = runs.findLast(hasBegun);
    if (newest !== undefined) return newest;
    throw new UserError('no-run', `there is no run in ${logsDirectory}; --logs-dir DIR says where they are`);
  }
  const id = dayName.test(reference) ? runOfDay(logsDirectory, reference, runs) : reference;
  const exact = runs.find(({ runId }) => runId === id);
  if (exact !== undefined) return exact;
  const [only, ...others] = runs.filter(({ runId }) => runId.startsWith(id));
  if (only !== undefined && others.length === 0) return only;
  if (only !== undefined) throw ambiguous(reference, [only, ...others]);
  if (isFolder(folder)) return { runId: basename(folder), directory: folder };
  throw unknown(logsDirectory, reference, runs);
}

function ambiguous(reference: string, candidates: readonly RunPlace[]): UserError {
  const shown = candidates.slice(-shownCandidates).map(({ runId }) => runId);
  const more = candidates.length > shown.length ? ` and ${candidates.length - shown.length} more` : '';
  return new UserError(
    'no-run',
    `"${oneLine(reference)}" is the beginning of several runs: ${shown.join(', ')}${more}`,
  );
}

function unknown(logsDirectory: string, reference: string, runs: readonly RunPlace[]): UserError {
  const what = `there is no run "${oneLine(reference)}" in ${logsDirectory}`;
  const newest = runs.at(-1);
  const advice =
    newest === undefined
      ? 'it holds no runs at all; --logs-dir DIR says where they are'
      : `the newest one is ${newest.runId}, and "runner runs" lists them`;
  return new UserError('no-run', `${what}; ${advice}`);
}

/** The run that took the number of a day here, or took it elsewhere and was brought here; the number itself where none did. */
function runOfDay(logsDirectory: string, dayId: string, runs: readonly RunPlace[]): string {
  const claimant = textOf(join(logsDirectory, '.day-numbers', dayId))?.trim();
  if (claimant !== undefined && runs.some(({ runId }) => runId === claimant)) return claimant;
  const brought = runs.findLast(({ directory }) => dayIdIn(textOf(join(directory, 'run.json'))) === dayId);
  return brought?.runId ?? claimant ?? dayId;
}

function dayIdIn(record: string | undefined): string | undefined {
  return /"dayId":\s*"([\w-]{1,40})"/.exec(record?.slice(0, recordBytes) ?? '')?.[1];
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name);
  } catch {
    return []; // no run has made the folder yet
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A second run in the same second has a number behind its time, which counts as a number. */
function sortKey(name: string): string {
  const [, day = '', time = '', number = '1'] = runName.exec(name) ?? [];
  return `${day}${time}${number.padStart(6, '0')}`;
}
