// One byte as two chords. Its four digits over GF(4) are the first chord, four check digits the second: a linear
// [8,4] code whose words differ in at least four of eight notes. A byte stands for itself: what noise takes away stays local.
import { notes, notesPerString, strings } from './score.ts';

export const chordsPerByte = 2;

/** Powers of ω: 1, 2 = ω and 3 = ω² multiply by adding exponents. */
function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : ((a - 1 + b - 1) % 3) + 1;
}

/** First row of the circulant that makes the check digits; the best such code has minimum distance 4, and so has this. */
const checkRow = [1, 1, 1, 2];

/** For each byte its eight notes, first chord first. */
const codebook: readonly (readonly number[])[] = Array.from({ length: 256 }, (_, byte) => {
  const digits = [byte >> 6, (byte >> 4) & 3, (byte >> 2) & 3, byte & 3];
  const checks = digits.map((_digit, column) =>
    digits.reduce((sum, digit, row) => sum ^ product(digit, checkRow[(column - row + strings) % strings] ?? 0), 0),
  );
  return [...digits, ...checks].map((digit, index) => (index % strings) * notesPerString + digit);
});

/** The notes of its two chords. */
export function chordsOf(byte: number): readonly (readonly number[])[] {
  const word = codebook[byte] ?? [];
  return [word.slice(0, strings), word.slice(strings)];
}

/** Which bytes can occur in the text of a phrase: those of UTF-8 without control characters. */
export function isTextByte(byte: number): boolean {
  return byte >= 0x20 && byte !== 0x7f && byte !== 0xc0 && byte !== 0xc1 && byte <= 0xf4;
}

const anyBytes = Array.from({ length: 256 }, (_, byte) => byte);
const textBytes = anyBytes.filter(isTextByte);

/** The byte whose eight notes sound strongest; `levels` has the strength of all sixteen notes for each of its two chords. */
export function likeliestByte(levels: Float32Array, among: 'any' | 'text'): number {
  let best = 0;
  let bestLevel = Number.NEGATIVE_INFINITY;
  for (const byte of among === 'any' ? anyBytes : textBytes) {
    let level = 0;
    for (const [index, note] of (codebook[byte] ?? []).entries()) {
      level += levels[(index < strings ? 0 : notes) + note] ?? 0;
    }
    if (level > bestLevel) {
      best = byte;
      bestLevel = level;
    }
  }
  return best;
}
