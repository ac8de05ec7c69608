// What the samples of GPUs say about a stretch of time. Pure; absent = not measured.
import type { TrialGpu } from '../domain/results.ts';
import { energyOver, type PowerSample } from './energy.ts';
import { figure } from './figures-known.ts';
import type { Reading, Stretch } from './gpu-series.ts';

export interface GpuStretch extends Stretch {
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

/** `stretches`: one of each GPU that was ever sampled. */
export function gpuFigures(stretches: readonly GpuStretch[], fromMs: number, toMs: number): GpuFigures {
  const gpus = stretches.map((stretch) => figuresOf(stretch, fromMs, toMs));
  const joules = gpus.map(({ energyJ }) => energyJ).filter((value) => value !== undefined);
  return {
    ...figure('vramPeakMiB', largestSum(stretches)),
    ...figure('energyJ', joules.length === gpus.length && joules.length > 0 ? sum(joules) : undefined),
    gpus: gpus.filter(({ samples }) => samples > 0),
  };
}

function figuresOf({ index, name, before, inside, intervalMs }: GpuStretch, fromMs: number, toMs: number): TrialGpu {
  const powers = inside.flatMap(powerSample);
  const [powerBefore] = before === null ? [] : powerSample(before);
  const longestGapMs = intervalsInGap * intervalMs;
  return {
    index,
    name,
    samples: inside.length,
    ...figure('vramPeakMiB', largest(valuesOf(inside, 'vramUsedMiB'))),
    ...figure('utilizationMeanPercent', mean(valuesOf(inside, 'utilizationPercent'))),
    ...figure('temperatureMaxC', largest(valuesOf(inside, 'temperatureC'))),
    ...figure('powerMeanW', mean(powers.map(({ powerW }) => powerW))),
    ...figure('energyJ', energyOver({ fromMs, toMs, before: powerBefore ?? null, inside: powers, longestGapMs })),
  };
}

/** Of all GPUs together, at one time; undefined where one that tells its memory did so fewer than two times. */
function largestSum(stretches: readonly GpuStretch[]): number | undefined {
  const telling = stretches.filter(({ tellsMemory }) => tellsMemory);
  const unified = telling.find((stretch) => stretch.unified);
  // GPUs that share the host's memory all report the same memory.
  const apart = telling.filter((stretch) => !stretch.unified || stretch === unified);
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
    if (!together && used.size === apart.length) most = Math.max(most ?? 0, sum([...used.values()]));
  }
  return most;
}

function powerSample({ atMs, powerW }: Reading): readonly PowerSample[] {
  return powerW === null ? [] : [{ atMs, powerW }];
}

function valuesOf(readings: readonly Reading[], quantity: 'vramUsedMiB' | 'utilizationPercent' | 'temperatureC') {
  return readings.map((reading) => reading[quantity]).filter((value) => value !== null);
}

/** One sample is neither a peak nor a mean. */
function largest(values: readonly number[]): number | undefined {
  return values.length < 2 ? undefined : values.reduce((most, value) => Math.max(most, value));
}

function mean(values: readonly number[]): number | undefined {
  return values.length < 2 ? undefined : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
