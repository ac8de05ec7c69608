// events.jsonl: every event in order, one JSON object a line. The truth from which the other files can be rebuilt.
import type { RecordedEvent } from '../domain/events.ts';
import type { AppendFile } from '../system/append-file.ts';

/** What must be on the disk before anybody hears of it. */
const flushed: ReadonlySet<RecordedEvent['event']['type']> = new Set(['run.started', 'trial.finished', 'run.finished']);

export function createJournal(file: AppendFile) {
  return {
    name: 'events.jsonl',
    write(recorded: RecordedEvent, line: string): void {
      file.append(`${line}\n`);
      if (flushed.has(recorded.event.type)) file.flush();
    },
  };
}
