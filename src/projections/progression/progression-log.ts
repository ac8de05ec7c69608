// progression.log: one plain sentence for each event that is worth one, `[HH:MM:SS] [LEVEL] Message` in local time.
import type { RecordedEvent } from '../../domain/events.ts';
import { logLine } from '../../domain/units.ts';
import { sentenceFor } from '../text/sentences.ts';

/** Ends with a line feed; null for an event that is not worth a sentence. */
export function progressionLine({ at, event }: RecordedEvent): string | null {
  const sentence = sentenceFor(event);
  return sentence === null ? null : logLine(at, sentence.level, sentence.message);
}

export function createProgressionLog(write: (text: string) => void) {
  return {
    name: 'progression.log',
    onEvent(recorded: RecordedEvent): void {
      const line = progressionLine(recorded);
      if (line !== null) write(line);
    },
  };
}
