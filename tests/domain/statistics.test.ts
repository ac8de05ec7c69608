import { describe, expect, it } from 'vitest';
import { percentile } from '../../src/domain/statistics.ts';

describe('percentile', () => {
  const ten = Float64Array.from({ length: 10 }, (_, index) => index + 1);

  it.each([
    [0, 1],
    [0.5, 5.5],
    [0.9, 9.1],
    [0.95, 9.55],
    [0.99, 9.91],
    [1, 10],
  ])('of 1…10 at %d is %d, linear between closest ranks', (q, expected) => {
    expect(percentile(ten, q)).toBeCloseTo(expected, 10);
  });

  it('of one sample is that sample', () => {
    expect(percentile(Float64Array.of(7), 0.5)).toBe(7);
  });
});
