// What ends a run's services when the run itself cannot any more: its watchdog, and behind that the ledger on the disk, by
// which the next run of this user finds what both have left.
import { pidSpace } from '../system/boot.ts';
import { identify } from '../system/processes.ts';
import type { Ledger, LedgerEntry, RunBegun } from './ledger/entries.ts';
import { ledgerVersion } from './ledger/entries.ts';
import { createLedgerFile, type LedgerFile } from './ledger/ledger-file.ts';
import { cannotNote } from './rescue/sentences.ts';
import { assignments, type RunTag } from './run-tag.ts';
import { Watchdog } from './watchdog/watchdog.ts';

export interface SafetyNet extends Ledger {
  /** The run is over. `nothingLeft`: all that it started has ended, so that nobody needs to look for it. */
  close(nothingLeft: boolean): Promise<void>;
  /** The same in the last moment of this process. */
  closeNow(nothingLeft: boolean): void;
}

export interface SafetyNetOptions {
  readonly runId: string;
  /** Absolute. */
  readonly runDirectory: string;
  readonly tag: RunTag;
  /** Where the ledgers are kept. */
  readonly ledgers: string;
  readonly watchdogProgram: URL;
  /** An open descriptor of the terminal that the run draws on; null where it draws on none. */
  readonly terminal: number | null;
  onProblem(message: string): void;
}

export function openSafetyNet(options: SafetyNetOptions): SafetyNet {
  const { ledgers, onProblem, watchdogProgram: program, terminal } = options;
  const begun = runBegun(options);
  let file = orTold(() => createLedgerFile(ledgers, begun));
  const watchdog = new Watchdog({ program, terminal, ledgerPath: file?.path ?? null, onProblem });
  watchdog.tell(begun);

  function orTold<T>(act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      onProblem(cannotNote(ledgers, error instanceof Error ? error.message : String(error)));
      return null;
    }
  }

  function append(open: LedgerFile, entry: LedgerEntry): LedgerFile | null {
    return orTold(() => {
      open.append(entry);
      return open;
    });
  }

  const forget = (nothingLeft: boolean): void => {
    if (nothingLeft) file?.remove();
    file = null;
  };
  return {
    note(entry) {
      watchdog.tell(entry);
      if (file !== null) file = append(file, entry);
    },
    close(nothingLeft) {
      forget(nothingLeft);
      return watchdog.close();
    },
    closeNow(nothingLeft) {
      forget(nothingLeft);
      watchdog.closeNow();
    },
  };
}

function runBegun({ runId, runDirectory: directory, tag }: SafetyNetOptions): RunBegun {
  const runner = identify(process.pid);
  if (runner === null) throw new Error('this process cannot be found among the processes of this machine');
  return {
    type: 'run.begun',
    v: ledgerVersion,
    runId,
    directory,
    tag: [...assignments(tag)],
    runner,
    pidSpace: pidSpace(),
  };
}
