// `runner prune`, `runner pin` and `runner unpin`: which run folders stay.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import { findRun } from '../history/find-run.ts';
import { pin, unpin } from '../history/pins.ts';
import { oldRuns, type PrunedRun, type PrunePlace, removeRemains, removeRun } from '../history/prune.ts';
import type { NamedLock } from '../system/named-lock.ts';
import { type HistoryPlace, withHistory, writeJson } from './history-place.ts';
import { pruneText } from './prune-text.ts';
import { tryLockRun } from './run-lock.ts';
import { notedRunner, runnerOf } from './run-runner.ts';

export interface PruneOptions extends HistoryPlace {
  readonly olderThanMs: number;
  /** Else it only says what would go. */
  readonly yes: boolean;
  readonly env: NodeJS.ProcessEnv;
}

export async function prune(options: PruneOptions): Promise<number> {
  const place: PrunePlace = {
    logsDirectory: resolve(options.logsDir),
    nowMs: Date.now(),
    isRunning: async (directory) => (await runnerOf(directory, options.env)).state !== 'gone',
    lock: (directory) => lockForRemoval(directory, options.env),
  };
  const old = await withHistory(options, (store) => oldRuns(store, options.olderThanMs, place));
  if (options.yes && existsSync(place.logsDirectory)) removeRemains(place.logsDirectory);
  const runs: PrunedRun[] = [];
  for (const run of old) {
    const removal = options.yes && run.stays === null ? await removeRun(run.runId, place) : null;
    runs.push({ ...run, problem: removal });
  }
  if (options.json) writeJson(options, { removed: options.yes, runs });
  else options.write(`${pruneText(runs, options).join('\n')}\n`);
  return runs.some(({ problem }) => problem !== null) ? exitCodes.cannotGoOn : exitCodes.passed;
}

/** Null where a runner is alive: one that can be seen, or one of another container that has noted its run. */
async function lockForRemoval(directory: string, env: NodeJS.ProcessEnv): Promise<NamedLock | null> {
  const outcome = await tryLockRun(directory, `runner prune (pid ${process.pid})`);
  if (outcome.kind !== 'taken') return null;
  if (notedRunner(directory, env).state === 'gone') return outcome.lock;
  outcome.lock.release();
  return null;
}

export function pinRun(reference: string, { logsDir, write }: Pick<HistoryPlace, 'logsDir' | 'write'>): number {
  const { runId, directory } = findRun(resolve(logsDir), reference);
  write(pin(directory) ? `${runId} is pinned: runner prune leaves it\n` : `${runId} was pinned already\n`);
  return exitCodes.passed;
}

export function unpinRun(reference: string, { logsDir, write }: Pick<HistoryPlace, 'logsDir' | 'write'>): number {
  const { runId, directory } = findRun(resolve(logsDir), reference);
  write(unpin(directory) ? `${runId} is not pinned any more\n` : `${runId} was not pinned\n`);
  return exitCodes.passed;
}
