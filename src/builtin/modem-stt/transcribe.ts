// Hears a sound phrase by phrase at the server's pace, and lets others have their turn in between.
import { setImmediate as breath } from 'node:timers/promises';
import type { Sound } from '../audio/read-wav.ts';
import { resampling } from '../audio/resample.ts';
import { paced } from '../http/pace.ts';
import { hear, type Phrase } from '../modem/hear.ts';
import { hearingRate } from '../modem/note-grid.ts';
import type { ListenerOptions } from './options.ts';
import type { TranscriptionRequest } from './request.ts';

/** Ends early, by throwing, when `signal` is aborted. */
export async function* transcribed(
  { sound, seconds }: TranscriptionRequest,
  { firstTextMs, realtimeFactor }: ListenerOptions,
  signal: AbortSignal,
): AsyncGenerator<Phrase> {
  // The end is due as well, so that silence takes as long as speech.
  const dueMs = (_index: number, phrase: Phrase | null | 'end'): number => {
    const heardSeconds = phrase === 'end' ? seconds : (phrase?.endSeconds ?? 0);
    return firstTextMs + heardSeconds * realtimeFactor * 1000;
  };
  for await (const phrase of paced(heardToTheEnd(sound), dueMs, signal)) {
    await breath();
    signal.throwIfAborted();
    if (phrase !== null && phrase !== 'end') yield phrase;
  }
}

function* heardToTheEnd(sound: Sound): Generator<Phrase | null | 'end'> {
  yield* hear(yield* resampling(sound, hearingRate));
  yield 'end';
}
