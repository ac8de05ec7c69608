// Sound to text: finds each phrase, reads its header, then byte by byte the likeliest one.
import { chordsPerByte, likeliestByte } from './byte-chords.ts';
import { type Opening, OpeningFinder } from './find-opening.ts';
import { decodeHeader, type Header, headerBytes, headerCopies } from './header.ts';
import { hearingRate, hopSamples } from './note-grid.ts';
import { type Beats, noteLevels } from './note-levels.ts';
import { notes, opening, plainBeatSeconds, type Voice, voices } from './score.ts';
import { type Word, wordsOf } from './words.ts';

export interface Phrase {
  /** As it was sent, or as near as the noise lets it come; ends in a blank unless a word goes on in the next phrase. */
  readonly text: string;
  readonly words: readonly Word[];
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly voice: Voice;
  readonly speed: number;
}

/** A listener may take a rest after this much sound without a phrase. */
const restSamples = 5 * hearingRate;

/** `samples` at `hearingRate`. Yields each phrase as it is heard, and null now and then between them. */
export function* hear(samples: Float32Array): Generator<Phrase | null> {
  const finder = new OpeningFinder(samples);
  let at = 0;
  while (at < samples.length) {
    const until = Math.min(samples.length, at + restSamples);
    const found = finder.find(at, until);
    if (found === null) {
      at = until;
      yield null;
      continue;
    }
    const header = headerAfter(samples, found);
    if (header === null) {
      // Behind where this one began, so that an opening that follows right after a false one is not missed.
      at = Math.max(at, found.at) + hopSamples;
      continue;
    }
    const phrase = phraseAfter(samples, found, header);
    at = Math.ceil(phrase.endSeconds * hearingRate);
    yield phrase;
  }
}

const openingSamples = opening.length * plainBeatSeconds * hearingRate;
const headerCopySamples = headerBytes * chordsPerByte * plainBeatSeconds * hearingRate;

function headerAfter(samples: Float32Array, { at, voice }: Opening): Header | null {
  const beats = { samples, sampleRate: hearingRate, lowestHz: voices[voice] };
  const from = at + openingSamples;
  const bytes = Array.from({ length: headerBytes }, (_, index) => {
    const levels = new Float32Array(chordsPerByte * notes);
    for (let copy = 0; copy < headerCopies; copy += 1) {
      const heard = byteLevels(beats, from + copy * headerCopySamples, index, plainBeatSeconds);
      for (const [place, level] of heard.entries()) levels[place] = (levels[place] ?? 0) + level;
    }
    return likeliestByte(levels, 'any');
  });
  return decodeHeader(bytes);
}

/** Where the sound ends before the phrase does, the phrase ends there. */
function phraseAfter(samples: Float32Array, { at, voice }: Opening, { length, speed }: Header): Phrase {
  const beats = { samples, sampleRate: hearingRate, lowestHz: voices[voice] };
  const from = at + openingSamples + headerCopies * headerCopySamples;
  const beatSeconds = plainBeatSeconds / speed;
  const byteSamples = chordsPerByte * beatSeconds * hearingRate;
  const there = Math.min(length, Math.floor((samples.length - from) / byteSamples + 0.5));
  const bytes = Uint8Array.from({ length: Math.max(0, there) }, (_, index) =>
    likeliestByte(byteLevels(beats, from, index, beatSeconds), 'text'),
  );
  return {
    text: new TextDecoder().decode(bytes),
    words: wordsOf(bytes, from / hearingRate, chordsPerByte * beatSeconds),
    startSeconds: at / hearingRate,
    endSeconds: Math.min(samples.length, from + length * byteSamples) / hearingRate,
    voice,
    speed,
  };
}

/** Levels of the two chords of byte `index`, counted from sample `from`. */
function byteLevels(beats: Beats, from: number, index: number, beatSeconds: number): Float32Array {
  const levels = new Float32Array(chordsPerByte * notes);
  for (let chord = 0; chord < chordsPerByte; chord += 1) {
    const begin = from + (index * chordsPerByte + chord) * beatSeconds * beats.sampleRate;
    levels.set(noteLevels(beats, begin, beatSeconds), chord * notes);
  }
  return levels;
}
