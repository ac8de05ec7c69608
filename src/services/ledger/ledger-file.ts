// The ledgers of this user's runs: a file for each run that is under way, or that nobody has cleaned up after yet. A run writes
// its own alone, so that two at once do not meet.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAppendFile } from '../../system/append-file.ts';
import { type LedgerEntry, ledgerVersion, parseEntry, type RunBegun, versionIn } from './entries.ts';
import { emptyLedger, foldEntry, type LedgerState } from './fold.ts';

export interface LedgerFile {
  readonly path: string;
  append(entry: LedgerEntry): void;
  /** The run is over, and nothing of it is left. */
  remove(): void;
}

/** Beyond that it is none of ours. */
const largestBytes = 16 * 1024 * 1024;

export function ledgerDirectory(stateDirectory: string): string {
  return join(stateDirectory, 'runs');
}

/** The file is there with its first line, or not at all. Throws the system's error. */
export function createLedgerFile(directory: string, begun: RunBegun): LedgerFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const name = `${begun.runId}.${randomBytes(4).toString('hex')}.jsonl`;
  const path = join(directory, name);
  const temporary = join(directory, `.${name}`);
  writeFileSync(temporary, lineOf(begun), { mode: 0o600, flag: 'wx' });
  renameSync(temporary, path);
  const file = openAppendFile(path);
  // What was made under another umask is for its owner alone as well: it tells what this user runs.
  chmodSync(path, 0o600);
  return {
    path,
    append: (entry) => file.append(lineOf(entry)),
    remove() {
      file.close();
      rmSync(path, { force: true });
    },
  };
}

export function ledgerFiles(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).filter((name) => name.endsWith('.jsonl') && !name.startsWith('.'));
    return names.sort().map((name) => join(directory, name));
  } catch {
    return []; // no run has made the folder yet, or it may not be read: then there is nothing that we could do for anybody
  }
}

/**
 * What can be read of it; a last line that was not finished says nothing. Null where a later version of this program has
 * written it, which alone knows what is to be done. Throws the system's error.
 */
export function readLedger(path: string): LedgerState | null {
  const lines = statSync(path).size > largestBytes ? [] : readFileSync(path, 'utf8').split('\n');
  if ((versionIn(lines[0] ?? '') ?? 0) > ledgerVersion) return null;
  return lines
    .map(parseEntry)
    .filter((entry) => entry !== null)
    .reduce(foldEntry, emptyLedger);
}

export function lineOf(entry: LedgerEntry): string {
  return `${JSON.stringify(entry)}\n`;
}
