// Which run folders have a runner that is alive, by the ledgers that this user's runs keep.
import { realpathSync } from 'node:fs';
import { ledgerDirectory, ledgerFiles, readLedger } from '../services/ledger/ledger-file.ts';
import { pidSpace } from '../system/boot.ts';
import { isAlive } from '../system/processes.ts';
import { userStateDirectory } from '../system/user-state.ts';

/** True also where it cannot be told, since the runner lives in another container. */
export function liveRuns(environment: Readonly<NodeJS.ProcessEnv>): (directory: string) => boolean {
  const here = pidSpace();
  return (directory) =>
    ledgerFiles(ledgerDirectory(userStateDirectory(environment))).some((path) => {
      const run = runOf(path);
      if (run === null || run.pidSpace.boot !== here.boot || !sameFolder(run.directory, directory)) return false;
      return run.pidSpace.namespace !== here.namespace || isAlive(run.runner);
    });
}

function runOf(path: string) {
  try {
    return readLedger(path)?.run ?? null;
  } catch {
    return null; // the run has ended in between
  }
}

function sameFolder(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return false; // one of them is gone
  }
}
