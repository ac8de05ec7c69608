import { expect, it } from 'vitest';
import { energyOver } from '../../src/telemetry/energy.ts';

/** `[ms, W]` in order of time. */
function samples(...pairs: readonly (readonly [number, number])[]) {
  return pairs.map(([atMs, powerW]) => ({ atMs, powerW }));
}

const longestGapMs = 1000;

it('adds up trapezoids between samples', () => {
  const inside = samples([1000, 100], [1200, 200], [1400, 100]);
  expect(energyOver({ fromMs: 1000, toMs: 1400, before: null, inside, longestGapMs })).toBeCloseTo(60, 9);
});

it('interpolates the power at the beginning from the sample before it', () => {
  const [before = null] = samples([900, 100]);
  const inside = samples([1100, 300], [1300, 300]);
  // 200 W at 1000 ms: 25 J until 1100 ms, then 60 J.
  expect(energyOver({ fromMs: 1000, toMs: 1300, before, inside, longestGapMs })).toBeCloseTo(85, 9);
});

it('holds the first power back to the beginning and the last one on to the end, where there is no sample beyond', () => {
  const inside = samples([1100, 100], [1300, 200]);
  // 10 J, 30 J, 20 J.
  expect(energyOver({ fromMs: 1000, toMs: 1400, before: null, inside, longestGapMs })).toBeCloseTo(60, 9);
});

it('does not interpolate from a sample that is too far away', () => {
  const [before = null] = samples([0, 1000]);
  const inside = samples([1100, 100], [1300, 100]);
  expect(energyOver({ fromMs: 1000, toMs: 1300, before, inside, longestGapMs })).toBeCloseTo(30, 9);
});

it.each([
  ['between samples', samples([1000, 100], [2001, 100], [2100, 100]), 2100],
  ['at the beginning', samples([2001, 100], [2100, 100]), 2100],
  ['at the end', samples([1000, 100], [1100, 100]), 2101],
])('knows nothing of a window with a long gap %s', (_, inside, toMs) => {
  expect(energyOver({ fromMs: 1000, toMs, before: null, inside, longestGapMs })).toBeUndefined();
});

it('counts a gap of just the longest length', () => {
  const inside = samples([1000, 100], [2000, 100]);
  expect(energyOver({ fromMs: 1000, toMs: 2000, before: null, inside, longestGapMs })).toBeCloseTo(100, 9);
});

it('makes nothing of fewer than two samples', () => {
  const [before = null] = samples([900, 100]);
  expect(energyOver({ fromMs: 1000, toMs: 1100, before, inside: samples([1050, 100]), longestGapMs })).toBeUndefined();
  expect(energyOver({ fromMs: 1000, toMs: 1100, before, inside: [], longestGapMs })).toBeUndefined();
});
