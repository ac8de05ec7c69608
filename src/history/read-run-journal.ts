// Reads the journal of one run for the index, from its beginning or from where an earlier reading came to.
import { join } from 'node:path';
import { journalName } from '../recorded/folder-files.ts';
import { readRecordedEvents } from '../recorded/recorded-events.ts';
import type { JournalLine } from '../recorded/schemas/events.ts';
import { mendedRun } from './mended-run.ts';
import { type FoldedRun, RunFold, type RunRow } from './run-fold.ts';
import type { TestRow } from './test-fold.ts';

export interface EarlierReading {
  readonly run: RunRow;
  readonly tests: readonly TestRow[];
  /** The byte behind the last line that was read. */
  readonly offset: number;
  /** The number of the last event. */
  readonly seq: number;
}

export interface JournalReading {
  /** Null where the journal does not say how the run began. */
  readonly folded: FoldedRun | null;
  readonly offset: number;
  readonly seq: number;
  /** False where the earlier reading was of no use, since the file is another one. */
  readonly goesOn: boolean;
  /** Clauses about results that the journal lacks. */
  readonly notes: readonly string[];
}

/** Throws a UserError for a journal of a later version, and the system's error for one that cannot be read. */
export async function readRunJournal(
  directory: string,
  runId: string,
  before: EarlierReading | null,
): Promise<JournalReading> {
  const fold = new RunFold(runId, before);
  let [offset, seq] = [before?.offset ?? 0, before?.seq ?? 0];
  let whole = true;
  const lines = readRecordedEvents(join(directory, journalName), journalName, offset);
  for await (const { number, complete, recorded, end } of lines) {
    // The writer is in the middle of it, or was killed there: it is read when it is whole.
    if (!complete) break;
    const follows = recorded !== null && recorded.seq > seq;
    if (before !== null && number === 1 && !follows) return readRunJournal(directory, runId, null);
    if (recorded === null || !fold.note(recorded) || recorded.seq !== seq + 1 || lacksResults(recorded)) whole = false;
    if (recorded !== null) seq = recorded.seq;
    offset = end;
  }
  if (before !== null && !whole) return readRunJournal(directory, runId, null);
  const folded = fold.result();
  // What was read before had its end, or is still being written.
  if (whole && (before !== null || folded?.run.outcome !== null)) {
    return { folded, offset, seq, goesOn: before !== null, notes: [] };
  }
  return { ...(await mendedRun(directory, runId, offset)), offset, seq, goesOn: false };
}

/** Whoever went on with the run knew of some from the files of their domains alone. */
function lacksResults({ event }: JournalLine): boolean {
  return event.type === 'run.continued' && Array.isArray(event['fromFiles']) && event['fromFiles'].length > 0;
}
