import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../../src/checks/word-errors/edit-distance.ts';

/** Few symbols and lengths beyond three blocks of 32 rows, so that every kind of step is taken. */
const sequence = fc
  .integer({ min: 1, max: 5 })
  .chain((symbols) => fc.array(fc.nat(symbols), { maxLength: 110, size: 'max' }))
  .map((symbols) => Uint32Array.from(symbols));

it('is what the plain table of prefixes gives', () => {
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      expect(editDistance(a, b)).toBe(plainDistance(a, b));
    }),
  );
});

it('is the same both ways, no more than the longer length, and 0 for equal sequences alone', () => {
  fc.assert(
    fc.property(sequence, sequence, (a, b) => {
      const distance = editDistance(a, b);
      expect(distance).toBe(editDistance(b, a));
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(distance === 0).toBe(a.join() === b.join());
      expect(editDistance(a, a)).toBe(0);
    }),
  );
});

it('is never longer than a way over a third sequence', () => {
  fc.assert(
    fc.property(sequence, sequence, sequence, (a, b, c) => {
      expect(editDistance(a, c)).toBeLessThanOrEqual((editDistance(a, b) ?? 0) + (editDistance(b, c) ?? 0));
    }),
  );
});

it('does not compare what would take too long', () => {
  const [a, b] = [new Uint32Array(200_000).fill(0), new Uint32Array(200_000).fill(1)];
  expect(editDistance(a, b)).toBeNull();
});

it('costs nothing for what both begin and end with, however long', () => {
  const a = new Uint32Array(1_000_000).fill(1);
  const b = a.slice();
  b[500_000] = 2;
  expect(editDistance(a, b)).toBe(1);
});

function plainDistance(a: Uint32Array, b: Uint32Array): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  a.forEach((symbol, row) => {
    const line = [row + 1];
    b.forEach((other, column) => {
      const [left = 0, up = 0, corner = 0] = [line[column], above[column + 1], above[column]];
      line.push(Math.min(left + 1, up + 1, corner + (symbol === other ? 0 : 1)));
    });
    above = line;
  });
  return above.at(-1) ?? 0;
}
