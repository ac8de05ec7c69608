// events.jsonl: every event in order, one JSON object a line. The truth from which the other files can be rebuilt.
import type { AppendFile } from '../system/append-file.ts';

/** `requireRoom` throws where nothing more can be written. */
export function createJournal(file: AppendFile, requireRoom: () => void) {
  return {
    name: 'events.jsonl',
    append: (line: string): void => file.append(`${line}\n`),
    flush: (): void => file.flush(),
    requireRoom,
  };
}
