// The second line: cleans up after runs of this user whose runner is gone and whose watchdog did not get to it, or died with it.
import { rmSync } from 'node:fs';
import type { PidSpace } from '../../system/boot.ts';
import { isAlive } from '../../system/processes.ts';
import type { LedgerState } from '../ledger/fold.ts';
import { ledgerFiles, readLedger } from '../ledger/ledger-file.ts';
import { type Rescue, type RescueOptions, removePartialOutputs, rescue } from './rescue.ts';

export interface RescuePlace extends RescueOptions {
  /** Of the ledgers. */
  readonly directory: string;
  /** Within which pids may be compared. */
  readonly pidSpace: PidSpace;
}

/** One entry for each run that was cleaned up after; most find nothing left. */
export async function rescueDeadRuns(place: RescuePlace): Promise<readonly Rescue[]> {
  const rescues = await Promise.all(ledgerFiles(place.directory).map((path) => rescueOne(path, place)));
  return rescues.filter((each) => each !== null);
}

async function rescueOne(path: string, place: RescuePlace): Promise<Rescue | null> {
  const state = readIfThere(path);
  if (state === null) return null;
  const { run, over } = state;
  // A ledger begins whole: this is none, or it says that it is done.
  if (run === null || over) return forget(path);
  if (run.pidSpace.boot !== place.pidSpace.boot) {
    removePartialOutputs(run.directory); // all else has ended with the machine
    return forget(path);
  }
  if (run.pidSpace.namespace !== place.pidSpace.namespace) return null; // another container looks after itself
  if (isAlive(run.runner)) return null;
  const done = await rescue(run, state, place);
  if (done.survivors.length === 0) rmSync(path, { force: true });
  return done;
}

/** Another process may be cleaning up at the same time; whoever comes second finds nothing. */
function readIfThere(path: string): LedgerState | null {
  try {
    return readLedger(path);
  } catch {
    return null;
  }
}

function forget(path: string): null {
  rmSync(path, { force: true });
  return null;
}
