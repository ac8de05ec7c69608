import { errorFunction } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { fewestUnits, signBootstrap } from '../../../src/history/compare/sign-bootstrap.ts';

/** Darwin's maize (The Effects of Cross and Self Fertilisation, 1876): heights of 15 pairs, crossed minus self-fertilised, in eighths of an inch. */
const maize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

describe('the bootstrap by signs', () => {
  it("finds in Darwin's maize what Fisher counted by hand (The Design of Experiments, 1935, § 21): 1,726 of 32,768", () => {
    expect(signBootstrap(maize, 2 ** 15).p).toBeCloseTo(1726 / 32_768, 12);
  });

  it('comes close to that with random signs, and always to the same', () => {
    const drawn = signBootstrap(maize, 20_000);
    expect(drawn.p).toBeCloseTo(0.0527, 2);
    expect(drawn.p).not.toBe(1726 / 32_768);
    expect(signBootstrap(maize, 20_000)).toMatchObject({ p: drawn.p });
  });

  it('comes close to the normal distribution with many values', () => {
    const values = Array.from({ length: 150 }, (_, index) => 1 + 12 * Math.sin(index * index));
    const squares = values.reduce((sum, value) => sum + value ** 2, 0);
    const z = values.reduce((sum, value) => sum + value, 0) / Math.sqrt(squares);
    const normal = 1 - errorFunction(Math.abs(z) / Math.SQRT2);
    expect(normal).toBeGreaterThan(0.05);
    expect(Math.abs(signBootstrap(values, 20_000).p - normal)).toBeLessThan(0.015);
  });

  it.each([2 ** 15, 20_000])('has an interval of the means that it does not refuse, with %d patterns', (patterns) => {
    const { low, high } = signBootstrap(maize, patterns).interval(0.05) ?? { low: Number.NaN, high: Number.NaN };
    const p = (mean: number) =>
      signBootstrap(
        maize.map((value) => value - mean),
        patterns,
      ).p;
    for (const end of [low, high]) expect(p(end)).toBeGreaterThan(0.05);
    expect(p(low - 0.01)).toBeLessThanOrEqual(0.05);
    expect(p(high + 0.01)).toBeLessThanOrEqual(0.05);
  });

  it('says nothing about fewer values than could ever be improbable', () => {
    expect(fewestUnits(0.05)).toBe(6);
    expect(fewestUnits(0.005)).toBe(9);
    expect(signBootstrap([1, 2, 3, 4, 5], 10_000).interval(0.05)).toBeNull();
    expect(signBootstrap([1, 2, 3, 4, 5, 6], 10_000).interval(0.05)).toEqual({ low: 1, high: 6 });
  });

  it('takes sums that are zero but for rounding as zero', () => {
    const whole = [1, 2, -3, 4, 5, 6];
    const tenths = [0.1, 0.2, -0.3, 0.4, 0.5, 0.6];
    expect(signBootstrap(tenths, 10_000).p).toBe(signBootstrap(whole, 10_000).p);
  });

  it('gives values that are all the same the p of their number', () => {
    expect(
      signBootstrap(
        Array.from({ length: 8 }, () => 3),
        10_000,
      ),
    ).toMatchObject({ p: 2 / 2 ** 8 });
    expect(
      signBootstrap(
        Array.from({ length: 40 }, () => 0),
        10_000,
      ),
    ).toMatchObject({ p: 1 });
  });
});
