// Sound made and heard by the modem itself, without a server in between.
import { hear, type Phrase } from '../../src/builtin/modem/hear.ts';
import { addNoise } from '../../src/builtin/modem/noise.ts';
import { phrasesOf } from '../../src/builtin/modem/phrases.ts';
import { rendered } from '../../src/builtin/modem/render.ts';
import { type Voice, voices } from '../../src/builtin/modem/score.ts';
import { utterance } from '../../src/builtin/modem/utterance.ts';
import { seededRandom } from '../../src/builtin/random.ts';

export interface Speaking {
  readonly voice?: Voice;
  readonly speed?: number;
  readonly sampleRate?: number;
  readonly snrDb?: number;
  readonly seed?: number;
}

export function spoken(text: string, speaking: Speaking = {}): Float32Array {
  const { voice = 'mid', speed = 1, sampleRate = 16_000, snrDb, seed = 1 } = speaking;
  const samples = joined(...rendered(utterance(phrasesOf(text), speed), voices[voice], sampleRate));
  if (snrDb !== undefined) addNoise(samples, snrDb, seededRandom(seed, text));
  return samples;
}

export function phrasesHeard(samples: Float32Array): readonly Phrase[] {
  return [...hear(samples)].filter((phrase) => phrase !== null);
}

export function heard(samples: Float32Array): string {
  return phrasesHeard(samples)
    .map(({ text }) => text)
    .join('')
    .trim();
}

export function joined(...parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const silence = (seconds: number): Float32Array => new Float32Array(Math.round(seconds * 16_000));

/** Share of the words of `text` that did not come through in their places; a phrase that is lost loses all of its words. */
export function wordsLost(text: string, transcript: string): number {
  const words = text.split(' ');
  const there = new Map<string, number>();
  for (const word of transcript.split(' ')) there.set(word, (there.get(word) ?? 0) + 1);
  let lost = 0;
  for (const word of words) {
    const left = there.get(word) ?? 0;
    if (left === 0) lost += 1;
    else there.set(word, left - 1);
  }
  return lost / words.length;
}
