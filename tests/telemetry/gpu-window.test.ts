import { expect, it } from 'vitest';
import { type GpuWindow, gpuFigures } from '../../src/telemetry/gpu-window.ts';

interface HandMade {
  readonly atMs: number;
  readonly used?: number;
  readonly busy?: number;
  readonly celsius?: number;
  readonly watts?: number;
}

function reading({ atMs, used, busy, celsius, watts }: HandMade) {
  return {
    atMs,
    vramUsedMiB: used ?? null,
    utilizationPercent: busy ?? null,
    temperatureC: celsius ?? null,
    powerW: watts ?? null,
    throttling: null,
  };
}

function window(index: number, readings: readonly HandMade[], fields: Partial<GpuWindow> = {}): GpuWindow {
  return {
    index,
    uuid: `GPU-${index}`,
    name: `Card ${index}`,
    unified: false,
    tellsMemory: readings.some(({ used }) => used !== undefined),
    intervalMs: 200,
    before: null,
    inside: readings.map(reading),
    ...fields,
  };
}

it('gives peak, means and exact energy of each GPU and of all together', () => {
  const first = window(
    0,
    [
      { atMs: 1100, used: 1000, busy: 10, celsius: 40, watts: 100 },
      { atMs: 1300, used: 5000, busy: 90, celsius: 60, watts: 300 },
      { atMs: 1500, used: 3000, busy: 80, celsius: 55, watts: 200 },
    ],
    { before: reading({ atMs: 900, watts: 100 }) },
  );
  const second = window(1, [
    { atMs: 1100, used: 7000, watts: 50 },
    { atMs: 1300, used: 200, watts: 50 },
    { atMs: 1500, used: 6000, watts: 50 },
  ]);
  expect(gpuFigures([first, second], 1000, 1500)).toEqual({
    // Not 12,000: the two peaks were not at the same time.
    vramPeakMiB: 9000,
    energyJ: expect.closeTo(125, 9),
    gpus: [
      {
        index: 0,
        name: 'Card 0',
        samples: 3,
        vramPeakMiB: 5000,
        utilizationMeanPercent: 60,
        temperatureMaxC: 60,
        powerMeanW: 200,
        energyJ: expect.closeTo(100, 9),
      },
      { index: 1, name: 'Card 1', samples: 3, vramPeakMiB: 7000, powerMeanW: 50, energyJ: expect.closeTo(25, 9) },
    ],
  });
});

it('calls one sample neither a peak nor a mean', () => {
  const once = window(0, [{ atMs: 1100, used: 1000, busy: 10, celsius: 40, watts: 100 }]);
  expect(gpuFigures([once], 1000, 1200)).toEqual({ gpus: [{ index: 0, name: 'Card 0', samples: 1 }] });
});

it('has nothing where nothing was sampled', () => {
  expect(gpuFigures([], 0, 1000)).toEqual({ gpus: [] });
  expect(gpuFigures([window(0, [])], 0, 1000)).toEqual({ gpus: [] });
});

it('gives no energy of all where one GPU does not report its power, or was not sampled', () => {
  const reports = window(0, [
    { atMs: 1000, watts: 100 },
    { atMs: 1200, watts: 100 },
  ]);
  const silent = window(1, [{ atMs: 1000 }, { atMs: 1200 }]);
  const gone = window(1, []);
  for (const other of [silent, gone]) {
    const figures = gpuFigures([reports, other], 1000, 1200);
    expect(figures).not.toHaveProperty('energyJ');
    expect(figures.gpus[0]?.energyJ).toBeCloseTo(20, 9);
  }
});

it('gives no energy over a gap of more than five intervals', () => {
  const readings = [
    { atMs: 0, watts: 100 },
    { atMs: 1001, watts: 100 },
  ];
  expect(gpuFigures([window(0, readings)], 0, 1001)).not.toHaveProperty('energyJ');
  expect(gpuFigures([window(0, readings, { intervalMs: 1000 })], 0, 1001).energyJ).toBeCloseTo(100.1, 9);
});

it('gives no peak of all where a GPU that told its memory has become silent', () => {
  const steady = [
    { atMs: 1000, used: 1000 },
    { atMs: 1200, used: 1200 },
  ];
  const gone = window(1, [], { tellsMemory: true });
  expect(gpuFigures([window(0, steady), gone], 1000, 1200)).not.toHaveProperty('vramPeakMiB');
  const neverTold = window(1, [{ atMs: 1000 }, { atMs: 1200 }]);
  expect(gpuFigures([window(0, steady), neverTold], 1000, 1200).vramPeakMiB).toBe(1200);
});

it('counts memory that GPUs share with the host once', () => {
  const readings = [
    { atMs: 1000, used: 40_000 },
    { atMs: 1200, used: 41_000 },
  ];
  const both = [window(0, readings, { unified: true }), window(1, readings, { unified: true })];
  expect(gpuFigures(both, 1000, 1200).vramPeakMiB).toBe(41_000);
});
