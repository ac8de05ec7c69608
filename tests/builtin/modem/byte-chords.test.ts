import { expect, it } from 'vitest';
import { chordsOf, isTextByte, likeliestByte } from '../../../src/builtin/modem/byte-chords.ts';
import { notes } from '../../../src/builtin/modem/score.ts';

const bytes = Array.from({ length: 256 }, (_, byte) => byte);

/** What a listener measures where exactly these notes sound. */
function levelsOf(byte: number): Float32Array {
  const levels = new Float32Array(2 * notes);
  for (const [chord, sounding] of chordsOf(byte).entries()) {
    for (const note of sounding) levels[chord * notes + note] = 1;
  }
  return levels;
}

it('gives any two bytes at least four different notes out of eight', () => {
  const words = bytes.map((byte) => chordsOf(byte).flat());
  const distances = bytes.flatMap((a) =>
    bytes.slice(a + 1).map((b) => (words[a] ?? []).filter((note, index) => note !== words[b]?.[index]).length),
  );
  expect(distances.reduce((least, distance) => Math.min(least, distance))).toBe(4);
});

it('plays one note of each string in every chord', () => {
  for (const chord of bytes.flatMap((byte) => chordsOf(byte))) {
    expect(chord.map((note) => Math.floor(note / 4))).toEqual([0, 1, 2, 3]);
  }
});

it('hears every byte, also where one of its notes is missing or a wrong one as loud', () => {
  for (const byte of bytes) {
    expect(likeliestByte(levelsOf(byte), 'any')).toBe(byte);
    for (const [index, note] of chordsOf(byte).flat().entries()) {
      const levels = levelsOf(byte);
      const place = (index < 4 ? 0 : notes) + note;
      levels[place] = 0;
      levels[place - (note % 4) + ((note + 1) % 4)] = 1;
      expect(likeliestByte(levels, 'any')).toBe(byte);
    }
  }
});

it('hears only bytes of text in a text', () => {
  expect(isTextByte(0x0a)).toBe(false);
  expect(likeliestByte(levelsOf(0x0a), 'text')).not.toBe(0x0a);
  for (const byte of bytes.filter(isTextByte)) expect(likeliestByte(levelsOf(byte), 'text')).toBe(byte);
});
