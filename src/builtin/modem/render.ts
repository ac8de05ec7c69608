// Beats to samples. Whatever sounds has the same power, so that a signal-to-noise ratio means the same everywhere.
import { pitchHz } from './score.ts';
import type { Beat } from './utterance.ts';

/** Root mean square of what sounds, full scale being 1. */
export const soundingLevel = 0.25;

/** Share of a beat that a note takes to swell and to fade; without, every beat would click. */
const rampShare = 0.08;

/** One array of samples per beat; beats begin at whole samples, the nearest to where they fall due. */
export function* rendered(beats: Iterable<Beat>, lowestHz: number, sampleRate: number): Generator<Float32Array> {
  let beganAt = 0;
  let from = 0;
  for (const beat of beats) {
    beganAt += beat.seconds;
    const to = Math.round(beganAt * sampleRate);
    yield sound(beat, to - from, lowestHz, sampleRate);
    from = to;
  }
}

function sound({ notes, seconds }: Beat, length: number, lowestHz: number, sampleRate: number): Float32Array {
  const samples = new Float32Array(length);
  const amplitude = soundingLevel * Math.sqrt(2 / notes.length);
  for (const [index, note] of notes.entries()) {
    const step = (2 * Math.PI * pitchHz(lowestHz, note, seconds)) / sampleRate;
    // Schroeder's phases keep the peak of a chord low.
    const phase = (Math.PI * index ** 2) / notes.length;
    for (let at = 0; at < length; at += 1) samples[at] = (samples[at] ?? 0) + amplitude * Math.sin(step * at + phase);
  }
  const ramp = Math.round(length * rampShare);
  for (let at = 0; at < ramp; at += 1) {
    const gain = 0.5 - 0.5 * Math.cos((Math.PI * (at + 0.5)) / ramp);
    samples[at] = (samples[at] ?? 0) * gain;
    samples[length - 1 - at] = (samples[length - 1 - at] ?? 0) * gain;
  }
  return samples;
}
