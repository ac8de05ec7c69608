import { expect, it } from 'vitest';
import { holm } from '../../../src/history/compare/holm.ts';

it("corrects as R does: p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') is 0.03 0.06 0.06 0.02", () => {
  const corrected = holm([0.01, 0.04, 0.03, 0.005], 0.05).map(({ p }) => p);
  for (const [index, p] of [0.03, 0.06, 0.06, 0.02].entries()) expect(corrected[index]).toBeCloseTo(p, 12);
});

it('tests each at the level of its turn, and what follows the first that stands at the same', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005], 0.05).map(({ level }) => level)).toEqual([0.05 / 3, 0.025, 0.025, 0.0125]);
});

it('never says more than 1, and nothing of nothing', () => {
  expect(holm([0.9, 0.8], 0.05).map(({ p }) => p)).toEqual([1, 1]);
  expect(holm([], 0.05)).toEqual([]);
});
