// How strong the sixteen notes are within a beat.
import { notes, pitchHz } from './score.ts';

export interface Beats {
  readonly samples: Float32Array;
  readonly sampleRate: number;
  readonly lowestHz: number;
}

/** Magnitudes of the sixteen notes in the beat that begins at sample `from`; a beat beyond the end counts as silent there. */
export function noteLevels({ samples, sampleRate, lowestHz }: Beats, from: number, beatSeconds: number): Float32Array {
  const levels = new Float32Array(notes);
  const begin = Math.max(0, Math.round(from));
  const end = Math.min(samples.length, Math.round(from + beatSeconds * sampleRate));
  for (let note = 0; note < notes; note += 1) {
    levels[note] = toneMagnitude(samples, begin, end, pitchHz(lowestHz, note, beatSeconds) / sampleRate);
  }
  return levels;
}

/** Goertzel's algorithm; `frequency` in cycles per sample. */
export function toneMagnitude(samples: Float32Array, begin: number, end: number, frequency: number): number {
  const turn = 2 * Math.cos(2 * Math.PI * frequency);
  let last = 0;
  let beforeLast = 0;
  for (let at = begin; at < end; at += 1) {
    const next = (samples[at] ?? 0) + turn * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  return Math.sqrt(Math.max(0, last * last + beforeLast * beforeLast - turn * last * beforeLast));
}
