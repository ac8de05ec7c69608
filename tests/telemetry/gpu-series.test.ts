import { expect, it } from 'vitest';
import { GpuSeries } from '../../src/telemetry/gpu-series.ts';

const gpu = { index: 0, uuid: 'GPU-a', name: 'A' };

it('gives back what was sampled, and null for what was not', () => {
  const series = new GpuSeries();
  series.add(100, { ...gpu, vramUsedMiB: 512, powerW: 78.12, throttling: ['power-cap', 'thermal', 'unheard-of'] });
  series.add(200, { ...gpu, utilizationPercent: 0, temperatureC: 40, throttling: [] });
  series.add(300, gpu);
  expect(series.window(0, 1000)).toEqual({
    before: null,
    inside: [
      {
        atMs: 100,
        vramUsedMiB: 512,
        utilizationPercent: null,
        temperatureC: null,
        powerW: 78.12,
        throttling: ['thermal', 'power-cap'],
      },
      { atMs: 200, vramUsedMiB: null, utilizationPercent: 0, temperatureC: 40, powerW: null, throttling: [] },
      { atMs: 300, vramUsedMiB: null, utilizationPercent: null, temperatureC: null, powerW: null, throttling: null },
    ],
  });
});

it('finds a window of time with both its ends, and the reading before it', () => {
  const series = new GpuSeries();
  for (let atMs = 0; atMs <= 1000; atMs += 100) series.add(atMs, { ...gpu, vramUsedMiB: atMs });
  const { before, inside } = series.window(300, 500);
  expect(before?.atMs).toBe(200);
  expect(inside.map(({ atMs }) => atMs)).toEqual([300, 400, 500]);
  expect(series.window(310, 390)).toMatchObject({ before: { atMs: 300 }, inside: [] });
  expect(series.window(2000, 3000)).toMatchObject({ before: { atMs: 1000 }, inside: [] });
  expect(new GpuSeries().window(0, 1000)).toEqual({ before: null, inside: [] });
});

it('holds two hours at 200 ms, and forgets the oldest first', () => {
  const series = new GpuSeries();
  const twoHours = 36_000;
  for (let count = 0; count < twoHours + 700; count += 1) series.add(count * 200, { ...gpu, vramUsedMiB: count });
  const { before, inside } = series.window(0, Number.POSITIVE_INFINITY);
  expect(before).toBeNull();
  expect(inside).toHaveLength(twoHours);
  expect(
    inside.every(({ atMs, vramUsedMiB }, place) => vramUsedMiB === place + 700 && atMs === (place + 700) * 200),
  ).toBe(true);
});
