// events.jsonl: every event in order, one JSON object a line. The truth from which the other files can be rebuilt.
import type { AppendFile } from '../system/append-file.ts';

export function createJournal(file: AppendFile) {
  return {
    name: 'events.jsonl',
    append: (line: string): void => file.append(`${line}\n`),
    flush: (): void => file.flush(),
  };
}
