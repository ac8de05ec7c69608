// Whether the runner of a run is alive: by what runs of this user note about themselves, and by the lock of the run's folder,
// which a runner of another user holds as well.
import { existsSync, realpathSync } from 'node:fs';
import type { LedgerState } from '../services/ledger/fold.ts';
import { ledgerDirectory, ledgerFiles, readLedger } from '../services/ledger/ledger-file.ts';
import { pidSpace } from '../system/boot.ts';
import { isAlive } from '../system/processes.ts';
import { userStateDirectory } from '../system/user-state.ts';
import { lockHolder } from './run-lock.ts';

export type RunnerState =
  /** The pid is null where it is not told. */
  | { readonly state: 'alive'; readonly pid: number | null }
  | { readonly state: 'gone' }
  /** It belongs to another container, whose processes cannot be seen from here. */
  | { readonly state: 'elsewhere' };

export async function runnerOf(
  directory: string,
  environment: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<RunnerState> {
  const noted = notedRunner(directory, environment);
  if (noted.state !== 'gone' || !existsSync(directory)) return noted;
  const holder = await lockHolder(directory);
  return holder === null ? noted : { state: 'alive', ...holder };
}

/** By the notes alone: whoever holds the lock itself asks here. */
export function notedRunner(directory: string, environment: Readonly<NodeJS.ProcessEnv>): RunnerState {
  const place = whereabouts(directory);
  for (const path of ledgerFiles(ledgerDirectory(userStateDirectory(environment)))) {
    const run = ledgerAt(path)?.run ?? null;
    if (run === null || whereabouts(run.directory) !== place) continue;
    const here = pidSpace();
    if (run.pidSpace.boot !== here.boot) continue;
    if (run.pidSpace.namespace !== here.namespace) return { state: 'elsewhere' };
    if (isAlive(run.runner)) return { state: 'alive', pid: run.runner.pid };
  }
  return { state: 'gone' };
}

/** Null for one that was removed in the meantime, or that a later version has written. */
function ledgerAt(path: string): LedgerState | null {
  try {
    return readLedger(path);
  } catch {
    return null;
  }
}

/** The same folder can be called by several paths. */
function whereabouts(directory: string): string {
  try {
    return realpathSync(directory);
  } catch {
    return directory;
  }
}
