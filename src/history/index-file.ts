// The file of the index: opened, or made; what cannot be used is put aside, and the index is made anew. It holds nothing
// that could not be read from the run folders again, so losing it costs time alone.
import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { exitCodes, UserError } from '../domain/errors.ts';
import { indexVersion, tables } from './index-tables.ts';

export const indexName = '.history.sqlite';

/** Marks the file as ours. */
const applicationId = 0x464c_4448;
/** Another process may write at the same time; each of its transactions is short. */
const busyMs = 20_000;

/** The database is damaged, not ours, or of a later version: the message is a clause about it. */
export class UnusableIndexError extends Error {
  override readonly name = 'UnusableIndexError';
}

export type Sqlite = typeof import('node:sqlite');

/** Throws a UserError on a Node that has no SQLite. */
export async function loadSqlite(load: () => Promise<Sqlite> = () => import('node:sqlite')): Promise<Sqlite> {
  try {
    return await load();
  } catch {
    throw new UserError(
      'no-sqlite',
      `this Node (${process.version}) has no node:sqlite, which the history of runs needs; use Node 22.13 or newer, or run "npm ci", which brings Node 24 along on Linux`,
      exitCodes.cannotGoOn,
    );
  }
}

/**
 * `tell` gets a line where the index cannot be kept in `logsDirectory`; it is then kept in memory. Without that folder there is
 * nothing to keep.
 */
export function openIndex(sqlite: Sqlite, logsDirectory: string, tell: (line: string) => void): DatabaseSync {
  if (!existsSync(logsDirectory)) return prepared(new sqlite.DatabaseSync(':memory:'));
  const path = join(logsDirectory, indexName);
  for (let attempt = 0; ; attempt += 1) {
    const before = inodeOf(path);
    try {
      return prepared(new sqlite.DatabaseSync(path, { timeout: busyMs }));
    } catch (error) {
      const why = unusable(error);
      if (why === null && !cannotWrite(error)) throw error;
      if (why === null || attempt > 1) {
        tell(`the index ${path} cannot be written, so all run folders are read each time`);
        return prepared(new sqlite.DatabaseSync(':memory:'));
      }
      putAside(path, before, why, tell);
    }
  }
}

/** What is wrong with an index that made this error; null for an error of another kind. */
export function unusable(error: unknown): string | null {
  if (error instanceof UnusableIndexError) return error.message;
  const code = resultCode(error);
  if (code === damaged) return 'is damaged';
  return code === noDatabase ? 'is no database' : null;
}

/** Puts the file aside unless somebody else has done so since it had the inode `before`. */
export function putAside(path: string, before: number | null, why: string, tell: (line: string) => void): void {
  if (before === null || inodeOf(path) !== before) return;
  const aside = `${path}.set-aside`;
  try {
    renameSync(path, aside);
    for (const companion of ['-wal', '-shm']) rmSync(path + companion, { force: true });
  } catch {
    return; // the next attempt says what is in the way
  }
  tell(`the index ${path} ${why}; it was moved to ${aside}, and a new one is made from the run folders`);
}

export function inodeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? null;
}

function prepared(database: DatabaseSync): DatabaseSync {
  try {
    claim(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function claim(database: DatabaseSync): void {
  const id = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (id === applicationId && version === indexVersion) {
    database.exec(settings);
    return;
  }
  if (id !== applicationId && (id !== 0 || pragma(database, 'schema_version') !== 0)) {
    throw new UnusableIndexError('is a database of another program');
  }
  if (version > indexVersion) {
    throw new UnusableIndexError(`was made by a later Flightdeck (version ${version}, and ${indexVersion} is known)`);
  }
  database.exec(`PRAGMA journal_mode = WAL; ${settings}`);
  database.exec('BEGIN IMMEDIATE');
  // Somebody else may have come first.
  if (pragma(database, 'user_version') !== indexVersion) {
    database.exec(tables);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${indexVersion}`);
  }
  database.exec('COMMIT');
}

/** Room for what is written at once, in KiB of memory and in pages of the log beside the file. */
const settings = 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8192';

function pragma(database: DatabaseSync, name: string): number {
  const [value] = Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {});
  return typeof value === 'number' ? value : 0;
}

const damaged = 11;
const noDatabase = 26;
const readOnly = 8;
const cannotOpen = 14;

function cannotWrite(error: unknown): boolean {
  const code = resultCode(error);
  return code === readOnly || code === cannotOpen;
}

/** Of SQLite, without its details; null for any other error. */
function resultCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}
