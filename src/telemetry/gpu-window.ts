// What the samples of GPUs say about a window of time. Pure; absent = not measured.
import { present } from '../domain/present.ts';
import type { TrialGpu } from '../domain/results.ts';
import { energyOver, type PowerSample } from './energy.ts';
import type { Reading, SeriesWindow } from './gpu-series.ts';
import { meanOf, peakOf, sumOf } from './sample-statistics.ts';

export interface GpuWindow extends SeriesWindow {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  /** Shares the memory of the host. */
  readonly unified: boolean;
  /** Has ever said how much memory is in use. */
  readonly tellsMemory: boolean;
  /** Between two samples, as planned. */
  readonly intervalMs: number;
}

export interface GpuFigures {
  readonly vramPeakMiB?: number;
  readonly energyJ?: number;
  readonly gpus: readonly TrialGpu[];
}

/** So many intervals without a sample are a gap in which anything may have happened. */
const intervalsInGap = 5;

/** `windows`: one of each GPU that was ever sampled. */
export function gpuFigures(windows: readonly GpuWindow[], fromMs: number, toMs: number): GpuFigures {
  const gpus = windows.map((window) => figuresOf(window, fromMs, toMs));
  const joules = gpus.map(({ energyJ }) => energyJ).filter((value) => value !== undefined);
  return {
    ...present({
      vramPeakMiB: largestSum(windows),
      energyJ: joules.length === gpus.length && joules.length > 0 ? sumOf(joules) : undefined,
    }),
    gpus: gpus.filter(({ samples }) => samples > 0),
  };
}

function figuresOf({ index, name, before, inside, intervalMs }: GpuWindow, fromMs: number, toMs: number): TrialGpu {
  const powers = inside.flatMap(powerSample);
  const [powerBefore] = before === null ? [] : powerSample(before);
  const longestGapMs = intervalsInGap * intervalMs;
  return {
    index,
    name,
    samples: inside.length,
    ...present({
      vramPeakMiB: peakOf(valuesOf(inside, 'vramUsedMiB')),
      utilizationMeanPercent: meanOf(valuesOf(inside, 'utilizationPercent')),
      temperatureMaxC: peakOf(valuesOf(inside, 'temperatureC')),
      powerMeanW: meanOf(powers.map(({ powerW }) => powerW)),
      energyJ: energyOver({ fromMs, toMs, before: powerBefore ?? null, inside: powers, longestGapMs }),
    }),
  };
}

/** Of all GPUs together, at one time; undefined where one that tells its memory did so fewer than two times. */
function largestSum(windows: readonly GpuWindow[]): number | undefined {
  const telling = windows.filter(({ tellsMemory }) => tellsMemory);
  const unified = telling.find((window) => window.unified);
  // GPUs that share the host's memory all report the same memory.
  const apart = telling.filter((window) => !window.unified || window === unified);
  const told = apart.map(({ uuid, inside }) =>
    inside.flatMap(({ atMs, vramUsedMiB }) => (vramUsedMiB === null ? [] : [{ uuid, atMs, usedMiB: vramUsedMiB }])),
  );
  if (told.length === 0 || told.some((samples) => samples.length < 2)) return undefined;
  const samples = told.flat();
  samples.sort((a, b) => a.atMs - b.atMs);
  const used = new Map<string, number>();
  let most: number | undefined;
  for (const [place, { uuid, atMs, usedMiB }] of samples.entries()) {
    used.set(uuid, usedMiB);
    const together = samples[place + 1]?.atMs === atMs;
    if (!together && used.size === apart.length) most = Math.max(most ?? 0, sumOf([...used.values()]));
  }
  return most;
}

function powerSample({ atMs, powerW }: Reading): readonly PowerSample[] {
  return powerW === null ? [] : [{ atMs, powerW }];
}

function valuesOf(readings: readonly Reading[], quantity: 'vramUsedMiB' | 'utilizationPercent' | 'temperatureC') {
  return readings.map((reading) => reading[quantity]).filter((value) => value !== null);
}
