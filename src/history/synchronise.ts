// Makes the index say what the run folders say: one listing and a look at each journal's size and time decide what is new;
// only that is read. Other processes may do the same at the same time.
import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { journalName } from '../recorded/folder-files.ts';
import { runRecordName } from '../recorded/read-run-record.ts';
import { systemCode } from '../system/path-error.ts';
import { amount, text, textOrNull } from './index-rows.ts';
import { IndexWriter } from './index-writer.ts';
import type { JournalReading } from './read-run-journal.ts';
import { countRegressions } from './regressions.ts';
import type { FoldedRun } from './run-fold.ts';
import { runKeyOf } from './run-key.ts';
import type { Statements } from './statements.ts';

export interface SynchroniseOptions {
  readonly index: Statements;
  /** Absolute. */
  readonly logsDirectory: string;
  /** Gets a line about what takes long, and about what cannot be read. */
  readonly tell: (line: string) => void;
}

interface Folder {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  readonly mtime: number;
  readonly problem: string | null;
}

interface KnownFolder extends Folder {
  readonly offset: number;
  readonly seq: number;
}

const prunedName = '.pruned.jsonl';
/** Reading more than that is worth a word. */
const longReadBytes = 64 * 1024 * 1024;
/** In one transaction. */
const testsAtOnce = 50_000;

export async function synchronise(options: SynchroniseOptions): Promise<void> {
  const { index, logsDirectory } = options;
  const writer = new IndexWriter(index);
  // In this order: what another process adds meanwhile is not taken for gone.
  const known = knownFolders(index);
  const found = foldersIn(logsDirectory);
  const gone = [...known.keys()].filter((key) => !found.has(key));
  if (gone.length > 0) writer.transaction(() => gone.forEach((key) => void writer.remove(key)));
  const changed = [...found.values()].filter((folder) => hasChanged(folder, known.get(folder.key)));
  announce(changed, options);
  await takeFolders(
    changed.map((folder) => ({ folder, known: known.get(folder.key) })),
    writer,
    options,
  );
  await takePruned(writer, gone.length > 0, options);
  countRegressions(index);
}

function hasChanged(folder: Folder, known: KnownFolder | undefined): boolean {
  return known === undefined || known.size !== folder.size || known.mtime !== folder.mtime;
}

function announce(changed: readonly Folder[], { tell }: SynchroniseOptions): void {
  const bytes = changed.reduce((sum, { size }) => sum + size, 0);
  if (bytes < longReadBytes) return;
  tell(
    `reading ${changed.length} run folders into the index (${Math.round(bytes / 1_000_000)} MB); next time only what is new is read`,
  );
}

function knownFolders(index: Statements): Map<number, KnownFolder> {
  const rows = index.all('SELECT * FROM folders');
  return new Map(
    rows.map((row) => {
      const key = amount(row, 'run');
      const where = { offset: amount(row, 'offset'), seq: amount(row, 'seq') };
      const looks = { size: amount(row, 'size'), mtime: amount(row, 'mtime') };
      return [key, { key, name: text(row, 'name'), problem: textOrNull(row, 'problem'), ...looks, ...where }];
    }),
  );
}

/** Oldest first. */
function foldersIn(logsDirectory: string): Map<number, Folder> {
  const folders: Folder[] = [];
  for (const name of namesIn(logsDirectory)) {
    const key = runKeyOf(name);
    if (key === null) continue;
    const journal = lookAt(join(logsDirectory, name, journalName));
    if (journal === undefined) {
      // A run that is just beginning has no record yet.
      const record = lookAt(join(logsDirectory, name, runRecordName));
      if (record !== undefined) folders.push({ key, name, size: -1, mtime: 0, problem: `${journalName} is missing` });
      continue;
    }
    const problem = journal.isFile() ? null : `${journalName} is not a regular file`;
    folders.push({ key, name, size: journal.size, mtime: journal.mtimeMs, problem });
  }
  return new Map(folders.sort((a, b) => a.key - b.key).map((folder) => [folder.key, folder]));
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return []; // no run has made the folder yet
    throw new UserError('logs', `the folder ${directory} cannot be listed: ${systemCode(error) ?? 'unknown'}`);
  }
}

/** Undefined where there is none: a run that is just beginning, or something else than a run. */
function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a file is called like a run, or a folder may not be entered
  }
}

interface Changed {
  readonly folder: Folder;
  readonly known: KnownFolder | undefined;
}

interface Taken extends Changed {
  /** A clause where it could not be read. */
  readonly read: JournalReading | string;
}

/** Read without keeping others waiting, and written many at a time: what lies side by side is then written once. */
async function takeFolders(
  changed: readonly Changed[],
  writer: IndexWriter,
  options: SynchroniseOptions,
): Promise<void> {
  let taken: Taken[] = [];
  let tests = 0;
  for (const each of changed) {
    const read = await readFolder(each, writer, options);
    if (read === null) continue; // gone in between
    taken.push({ ...each, read });
    tests += typeof read === 'string' ? 0 : (read.folded?.tests.length ?? 0);
    if (tests < testsAtOnce) continue;
    writer.transaction(() => taken.forEach((one) => void put(one, writer, options)));
    [taken, tests] = [[], 0];
  }
  if (taken.length > 0) writer.transaction(() => taken.forEach((one) => void put(one, writer, options)));
}

async function readFolder(
  { folder, known }: Changed,
  writer: IndexWriter,
  { logsDirectory }: SynchroniseOptions,
): Promise<JournalReading | string | null> {
  const { readRunJournal } = await import('./read-run-journal.ts');
  const earlier = known === undefined || folder.size <= known.size ? null : writer.known(folder.key);
  const before = known === undefined || earlier === null ? null : { ...earlier, ...known };
  return tried(folder, () => readRunJournal(join(logsDirectory, folder.name), folder.name, before));
}

function put(
  { folder, known, read }: Taken,
  writer: IndexWriter,
  { index, logsDirectory, tell }: SynchroniseOptions,
): void {
  const now = index.get('SELECT offset, size, mtime FROM folders WHERE run = ?', folder.key);
  // Somebody else has read it in the meantime.
  if (now?.['size'] !== known?.size || now?.['offset'] !== known?.offset || now?.['mtime'] !== known?.mtime) return;
  const { folded, goesOn, offset, seq, notes } = typeof read === 'string' ? unread : read;
  const isRun = offset > 0 || lookAt(join(logsDirectory, folder.name, runRecordName)) !== undefined;
  const problem = typeof read === 'string' ? read : folded === null && isRun ? unbegun : null;
  if (problem !== null) tell(`${join(logsDirectory, folder.name)} is left out: ${problem}`);
  for (const note of notes) tell(`${join(logsDirectory, folder.name)}: ${note}`);
  if (folded === null) writer.remove(folder.key);
  else writer.write({ key: folder.key, ...folded, goesOn, pruned: false });
  const values = [folder.key, folder.name, folder.size, folder.mtime, offset, seq, problem];
  index.run('INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?, ?, ?, ?)', ...values);
}

const unread: JournalReading = { folded: null, goesOn: false, offset: 0, seq: 0, notes: [] };
const unbegun = `${journalName} does not say how the run began`;

/** What keeps it from being read, as a clause; null where it is not there any more. */
async function tried<T>({ problem }: Folder, read: () => Promise<T>): Promise<T | string | null> {
  if (problem !== null) return problem;
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) return error.message;
    const code = systemCode(error);
    if (code === null) throw error;
    return code === 'ENOENT' ? null : `${journalName} cannot be read (${code})`;
  }
}

/** A folder that is there is what counts, also where it was removed once and has come back. */
async function takePruned(writer: IndexWriter, gone: boolean, options: SynchroniseOptions): Promise<void> {
  const { index, logsDirectory, tell } = options;
  const file = statSync(join(logsDirectory, prunedName), { throwIfNoEntry: false });
  const known = index.get('SELECT size, mtime FROM pruned');
  const same = known?.['size'] === file?.size && known?.['mtime'] === file?.mtimeMs;
  if (same && !(gone && file !== undefined)) return;
  const before = new Set(index.all('SELECT run FROM runs WHERE pruned = 1').map((row) => amount(row, 'run')));
  const kept = new Set<number>();
  if (file !== undefined) {
    const { readPruned } = await import('./pruned-file.ts');
    for await (const pruned of readPruned(logsDirectory, tell)) {
      const key = runKeyOf(pruned.run.runId);
      if (key === null) continue;
      kept.add(key);
      if (!before.has(key)) writer.transaction(() => putPruned(key, pruned, writer, index));
    }
  }
  writer.transaction(() => {
    for (const key of before) if (!kept.has(key)) writer.remove(key);
    index.run('DELETE FROM pruned');
    if (file !== undefined) index.run('INSERT INTO pruned VALUES (?, ?)', file.size, file.mtimeMs);
  });
}

function putPruned(key: number, run: FoldedRun, writer: IndexWriter, index: Statements): void {
  if (index.get('SELECT run FROM folders WHERE run = ?', key) !== undefined) return;
  writer.write({ key, ...run, goesOn: false, pruned: true });
}
