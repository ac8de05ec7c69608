// Finds where a phrase opens, and in which voice: the opening's notes against all sixteen notes of a voice, beat by beat.
// Only shares count, so neither loudness nor the level of the noise matters.
import { gridEnergies, gridNotes, gridOffset, hearingRate, hopSamples, hopsPerBeat } from './note-grid.ts';
import { toneMagnitude } from './note-levels.ts';
import { notes, opening, pitchHz, plainBeatSeconds, type Voice, voiceNames, voices } from './score.ts';

export interface Opening {
  /** The sample at which it begins. */
  readonly at: number;
  readonly voice: Voice;
}

/** A place on the grid, and how many of the opening's eight beats are made of the right note there. */
interface Candidate {
  readonly hop: number;
  readonly voice: Voice;
  readonly share: number;
}

/**
 * White noise has a share of 0.5 on average and rarely one of 2. A header with its checksum follows, so a false alarm
 * costs nothing.
 */
const leastShare = 1.9;

const openingHops = opening.length * hopsPerBeat;
const chunkHops = 2048;

export class OpeningFinder {
  readonly #samples: Float32Array;
  #chunk = -1;
  #energies: Float32Array = new Float32Array(0);

  constructor(samples: Float32Array) {
    this.#samples = samples;
  }

  /** The first opening that begins between the samples `from` and `to`, or null. `from` must not go back. */
  find(from: number, to: number): Opening | null {
    for (let hop = Math.ceil(from / hopSamples); hop * hopSamples < to; hop += 1) {
      const found = this.#best(hop);
      if (found.share >= leastShare) return this.#refined(this.#summit(found));
    }
    return null;
  }

  /** The best place within a beat of where the threshold was first passed. */
  #summit(first: Candidate): Candidate {
    let best = first;
    for (let hop = first.hop + 1; hop <= first.hop + hopsPerBeat; hop += 1) {
      const here = this.#best(hop);
      if (here.share > best.share) best = here;
    }
    return best;
  }

  #best(hop: number): Candidate {
    const row = this.#row(hop);
    let best: Candidate = { hop, voice: voiceNames[0], share: 0 };
    for (const voice of voiceNames) {
      const share = openingShare(this.#energies, row, gridOffset(voice));
      if (share > best.share) best = { hop, voice, share };
    }
    return best;
  }

  /** Where the energies of a hop and of an opening's length after it stand, computed a chunk at a time. */
  #row(hop: number): number {
    const chunk = Math.floor(hop / chunkHops);
    if (chunk !== this.#chunk) {
      this.#energies = gridEnergies(this.#samples, chunk * chunkHops, chunkHops + openingHops);
      this.#chunk = chunk;
    }
    return (hop - chunk * chunkHops) * gridNotes;
  }

  /** To an eighth of a millisecond: where the opening's notes are strongest. */
  #refined({ hop, voice }: Candidate): Opening {
    let best = { at: hop * hopSamples, energy: -1 };
    for (let at = Math.max(0, hop * hopSamples - hopSamples); at <= (hop + 1) * hopSamples; at += 2) {
      const energy = openingEnergy(this.#samples, at, voices[voice]);
      if (energy > best.energy) best = { at, energy };
    }
    return { at: best.at, voice };
  }
}

function openingShare(energies: Float32Array, row: number, offset: number): number {
  let share = 0;
  for (let index = 0; index < opening.length; index += 1) {
    const from = row + index * hopsPerBeat * gridNotes + offset;
    let all = 0;
    for (let note = 0; note < notes; note += 1) all += energies[from + note] ?? 0;
    if (all > 0) share += (energies[from + (opening[index] ?? 0)] ?? 0) / all;
  }
  return share;
}

function openingEnergy(samples: Float32Array, at: number, lowestHz: number): number {
  const beat = plainBeatSeconds * hearingRate;
  return opening.reduce((sum, note, index) => {
    const frequency = pitchHz(lowestHz, note, plainBeatSeconds) / hearingRate;
    return sum + toneMagnitude(samples, at + index * beat, at + (index + 1) * beat, frequency) ** 2;
  }, 0);
}
