// Which run folders have had their time, and how they go: what is to be kept of a run is on the disk before its folder is
// touched, and nothing but folders of runs ever is. Links are never followed.
import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../domain/wording.ts';
import { systemCode } from '../system/path-error.ts';
import type { HistoryStore, RunEntry } from './history-store.ts';
import { isPinned } from './pins.ts';
import { keepPruned } from './pruned-file.ts';
import { readRunJournal } from './read-run-journal.ts';
import { runKeyOf } from './run-key.ts';

export interface PrunePlace {
  /** Absolute. */
  readonly logsDirectory: string;
  readonly nowMs: number;
  /** A runner is alive that writes in this folder. */
  readonly isRunning: (directory: string) => Promise<boolean>;
  /** Keeps runners out of it; null where one is alive that writes there. */
  readonly lock: (directory: string) => Promise<{ readonly release: () => void } | null>;
}

export interface OldRun {
  readonly runId: string;
  readonly plan: string;
  /** ISO, of the last thing that it recorded. */
  readonly updatedAt: string;
  /** On the disk. */
  readonly bytes: number;
  /** Why its folder stays, as a clause; null where it goes. */
  readonly stays: string | null;
}

/** With what kept its folder from being removed, where that was to be done. */
export interface PrunedRun extends OldRun {
  readonly problem: string | null;
}

const removedName = /^\.pruned-(RUN_\w+)$/;
/** A run under way on another machine is known by its journal alone. */
const recentlyMs = 3_600_000;
const runnerAlive = 'its runner is alive';

/** The runs that recorded nothing for `olderThanMs`, oldest first. */
export async function oldRuns(store: HistoryStore, olderThanMs: number, place: PrunePlace): Promise<readonly OldRun[]> {
  const old: OldRun[] = [];
  for (const run of await store.runs()) {
    if (run.pruned || place.nowMs - Date.parse(run.updatedAt) < olderThanMs) continue;
    const { runId, plan, updatedAt } = run;
    const directory = join(place.logsDirectory, runId);
    const stays =
      whyNotFolder(directory) ??
      ((await place.isRunning(directory)) ? runnerAlive : null) ??
      whyKept(run, directory, place) ??
      (await whyUnresolved(store, runId));
    old.push({ runId, plan, updatedAt, bytes: sizeOf(directory), stays });
  }
  return old;
}

function whyNotFolder(directory: string): string | null {
  const there = lstatSync(directory, { throwIfNoEntry: false });
  if (there?.isSymbolicLink() === true) return 'it is a symbolic link';
  return there?.isDirectory() === true ? null : 'it is not there any more';
}

function whyKept(run: Pick<RunEntry, 'status'>, directory: string, { nowMs }: PrunePlace): string | null {
  if (isPinned(directory)) return 'it is pinned';
  const changedMs = lstatSync(join(directory, 'events.jsonl'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const recent = run.status === 'in_progress' && nowMs - changedMs < recentlyMs;
  return recent ? 'it is in progress, and its journal changed within the last hour' : null;
}

async function whyUnresolved(store: HistoryStore, runId: string): Promise<string | null> {
  const [first, ...others] = await store.unresolved(runId);
  if (first === undefined) return null;
  return `no later run has passed ${first}${others.length === 0 ? '' : ` and ${counted(others.length, 'more test')}`}`;
}

/** Null where it is done, else what kept the folder from being removed, as a clause. */
export async function removeRun(runId: string, place: PrunePlace): Promise<string | null> {
  const directory = join(place.logsDirectory, runId);
  try {
    const lock = await place.lock(directory);
    if (lock === null) return runnerAlive;
    return await removeLocked(runId, directory, place).finally(() => lock.release());
  } catch (error) {
    const code = systemCode(error);
    if (code === null) throw error;
    return code === 'ENOENT' ? 'it is not there any more' : `the system refuses it with ${code}`;
  }
}

async function removeLocked(runId: string, directory: string, place: PrunePlace): Promise<string | null> {
  const { logsDirectory } = place;
  const { folded } = await readRunJournal(directory, runId, null);
  if (folded === null || runKeyOf(runId) === null) return 'it is not the folder of a run';
  const stays = whyNotFolder(directory) ?? whyKept(folded.run, directory, place);
  if (stays !== null) return stays;
  keepPruned(logsDirectory, folded);
  // At once, so that nobody meets half a folder.
  const aside = join(logsDirectory, `.pruned-${runId}`);
  renameSync(directory, aside);
  rmSync(aside, { recursive: true });
  return null;
}

/** What an earlier removal left behind when it was interrupted. */
export function removeRemains(logsDirectory: string): void {
  for (const entry of readdirSync(logsDirectory, { withFileTypes: true })) {
    const [, runId = ''] = removedName.exec(entry.name) ?? [];
    if (entry.isDirectory() && runKeyOf(runId) !== null) rmSync(join(logsDirectory, entry.name), { recursive: true });
  }
}

function sizeOf(path: string): number {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there === undefined) return 0;
  const own = there.blocks * 512;
  if (!there.isDirectory()) return own;
  try {
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), own);
  } catch {
    return own; // may not be looked into, and so not be removed either
  }
}
