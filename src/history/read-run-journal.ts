// Reads the journal of one run for the index, from its beginning or from where an earlier reading came to.
import { readRecordedEvents } from '../recorded/recorded-events.ts';
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
}

/** Throws a UserError for a journal of a later version, and the system's error for one that cannot be read. */
export async function readRunJournal(
  path: string,
  runId: string,
  before: EarlierReading | null,
): Promise<JournalReading> {
  const fold = new RunFold(runId, before);
  let [offset, seq] = [before?.offset ?? 0, before?.seq ?? 0];
  for await (const { number, complete, recorded, end } of readRecordedEvents(path, 'events.jsonl', offset)) {
    // The writer is in the middle of it, or was killed there: it is read when it is whole.
    if (!complete) break;
    const follows = recorded !== null && recorded.seq > seq;
    if (before !== null && number === 1 && !follows) return readRunJournal(path, runId, null);
    if (recorded !== null) {
      fold.note(recorded);
      seq = recorded.seq;
    }
    offset = end;
  }
  return { folded: fold.result(), offset, seq, goesOn: before !== null };
}
