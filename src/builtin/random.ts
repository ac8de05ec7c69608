// Seeded random numbers, so that the same request gives the same answer on every machine.
import { createHash } from 'node:crypto';

/** Uniform in [0, 1). */
export type Random = () => number;

/** Mulberry32 (Tommy Ettinger, public domain), seeded from a hash of what identifies the request. */
export function seededRandom(seed: number, text: string): Random {
  let state = createHash('sha256').update(`${seed}\n${text}`).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
