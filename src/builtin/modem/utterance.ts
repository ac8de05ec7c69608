// Phrases as the beats that are to sound: opening, header twice, then the text, two chords a byte.
import { chordsOf } from './byte-chords.ts';
import { encodeHeader, headerCopies, sayableSpeed } from './header.ts';
import { opening, plainBeatSeconds } from './score.ts';

export interface Beat {
  /** Which of the sixteen sound together; none = silence. */
  readonly notes: readonly number[];
  /** How far apart the notes lie is one over this. */
  readonly seconds: number;
}

const edgeSeconds = 0.05;
const pauseSeconds = 0.1;

export function* utterance(phrases: readonly string[], speed: number): Generator<Beat> {
  yield silence(edgeSeconds);
  for (const [index, phrase] of phrases.entries()) {
    if (index > 0) yield silence(pauseSeconds / speed);
    yield* phraseBeats(Buffer.from(phrase), sayableSpeed(speed));
  }
  yield silence(edgeSeconds);
}

function* phraseBeats(bytes: Uint8Array, speed: number): Generator<Beat> {
  for (const note of opening) yield { notes: [note], seconds: plainBeatSeconds };
  const header = encodeHeader({ length: bytes.length, speed });
  for (let copy = 0; copy < headerCopies; copy += 1) yield* byteBeats(header, plainBeatSeconds);
  yield* byteBeats(bytes, plainBeatSeconds / speed);
}

function* byteBeats(bytes: Iterable<number>, seconds: number): Generator<Beat> {
  for (const byte of bytes) {
    for (const notes of chordsOf(byte)) yield { notes, seconds };
  }
}

const silence = (seconds: number): Beat => ({ notes: [], seconds });
