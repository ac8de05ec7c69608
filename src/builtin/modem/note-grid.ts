// Energies of the notes of all voices in a beat that slides over the sound, a quarter of a beat at a time.
import { notes, plainBeatSeconds, type Voice, voices } from './score.ts';

/** The recogniser works at this rate. */
export const hearingRate = 16_000;

export const hopsPerBeat = 4;
const beatSamples = plainBeatSeconds * hearingRate;
export const hopSamples = beatSamples / hopsPerBeat;

/** All voices' notes lie on one grid of a beat's frequency, from the lowest note of the lowest voice on. */
const spacingHz = 1 / plainBeatSeconds;
const gridFrom = Math.min(...Object.values(voices)) / spacingHz;
export const gridNotes = Math.max(...Object.values(voices)) / spacingHz - gridFrom + notes;
/** Where on the grid the notes of a voice begin. */
export const gridOffset = (voice: Voice): number => voices[voice] / spacingHz - gridFrom;

/** Every frequency of the grid comes round after one beat, so one beat of cosines and sines serves all. */
const cosines = Float32Array.from({ length: beatSamples }, (_, at) => Math.cos((2 * Math.PI * at) / beatSamples));
const sines = Float32Array.from({ length: beatSamples }, (_, at) => Math.sin((2 * Math.PI * at) / beatSamples));

/** `hops` × `gridNotes` energies of the beats that begin at hop `first`, `first + 1`, …; silence lies beyond the end. */
export function gridEnergies(samples: Float32Array, first: number, hops: number): Float32Array {
  const real = new Float32Array((hops + hopsPerBeat - 1) * gridNotes);
  const imaginary = new Float32Array(real.length);
  for (let block = 0; block < hops + hopsPerBeat - 1; block += 1) {
    const from = (first + block) * hopSamples;
    const part = samples.subarray(from, from + hopSamples);
    for (let note = 0; note < gridNotes; note += 1) {
      const step = gridFrom + note;
      let turn = (step * from) % beatSamples;
      let re = 0;
      let im = 0;
      for (let at = 0; at < part.length; at += 1) {
        const sample = part[at] ?? 0;
        re += sample * (cosines[turn] ?? 0);
        im += sample * (sines[turn] ?? 0);
        turn += step;
        if (turn >= beatSamples) turn -= beatSamples; // much faster than a remainder
      }
      real[block * gridNotes + note] = re;
      imaginary[block * gridNotes + note] = im;
    }
  }
  const energies = new Float32Array(hops * gridNotes);
  for (let index = 0; index < energies.length; index += 1) {
    energies[index] = overBeat(real, index) ** 2 + overBeat(imaginary, index) ** 2;
  }
  return energies;
}

/** A beat is the sum of its hops. */
function overBeat(parts: Float32Array, index: number): number {
  let sum = 0;
  for (let hop = 0; hop < hopsPerBeat; hop += 1) sum += parts[index + hop * gridNotes] ?? 0;
  return sum;
}
