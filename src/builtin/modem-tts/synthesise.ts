// Text to sound, a fifth of a second at a time, so that a listener can begin before the end is made.
import { addNoise } from '../modem/noise.ts';
import { phrasesOf } from '../modem/phrases.ts';
import { rendered } from '../modem/render.ts';
import { voices } from '../modem/score.ts';
import { utterance } from '../modem/utterance.ts';
import { seededRandom } from '../random.ts';
import type { SpeechRequest } from './request.ts';

const chunkSeconds = 0.2;

export function* synthesised(asked: SpeechRequest): Generator<Float32Array> {
  const random = seededRandom(asked.seed, asked.text);
  const beats = utterance(phrasesOf(asked.text), asked.speed);
  for (const chunk of chunked(
    rendered(beats, voices[asked.voice], asked.sampleRate),
    chunkSeconds * asked.sampleRate,
  )) {
    if (asked.snrDb !== null) addNoise(chunk, asked.snrDb, random);
    yield chunk;
  }
}

function* chunked(parts: Iterable<Float32Array>, least: number): Generator<Float32Array> {
  let waiting: Float32Array[] = [];
  let length = 0;
  for (const part of parts) {
    waiting.push(part);
    length += part.length;
    if (length < least) continue;
    yield joined(waiting, length);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield joined(waiting, length);
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const whole = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
