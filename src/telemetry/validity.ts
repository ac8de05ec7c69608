// What makes the numbers of a trial doubtful, as far as samples can tell: one note for each reason and GPU. Pure.
import type { ValidityNote } from '../domain/results.ts';
import type { GpuWindow } from './gpu-window.ts';
import { gpuLabel, sharedGpu, swapped, throttled } from './sentences.ts';
import type { Holding } from './sightings.ts';

export interface Circumstances {
  /** One of each GPU. */
  readonly windows: readonly GpuWindow[];
  /** GPUs on which services of the run were seen, by uuid; empty where nobody can tell. */
  readonly used: ReadonlySet<string>;
  /** Processes of others that held memory of a GPU. */
  readonly foreign: readonly Holding[];
  /** Undefined where the system does not tell. */
  readonly swappedMiB: number | undefined;
}

/** Less is the everyday noise of a system. */
const harmlessSwapMiB = 1;

export function validityOf({ windows, used, foreign, swappedMiB }: Circumstances): readonly ValidityNote[] {
  const counting = used.size === 0 ? windows : windows.filter(({ uuid }) => used.has(uuid));
  return [
    ...counting.flatMap(throttlingNote),
    ...[...new Set(foreign.map(({ gpuUuid }) => gpuUuid))].map((uuid) => foreignNote(uuid, foreign, windows)),
    ...(swappedMiB !== undefined && swappedMiB > harmlessSwapMiB
      ? [{ reason: 'swapping', detail: swapped(swappedMiB) }]
      : []),
  ];
}

function throttlingNote({ index, name, inside }: GpuWindow): readonly ValidityNote[] {
  const told = inside.flatMap(({ throttling }) => (throttling === null ? [] : [throttling]));
  const samples = told.filter((causes) => causes.length > 0);
  if (samples.length === 0) return [];
  const causes = [...new Set(samples.flat())];
  const detail = throttled({ gpu: gpuLabel(index, name), causes, samples: samples.length, of: told.length });
  return [{ reason: 'gpu-throttled', detail }];
}

function foreignNote(uuid: string, foreign: readonly Holding[], windows: readonly GpuWindow[]): ValidityNote {
  const gpu = windows.find((window) => window.uuid === uuid);
  const label = gpu === undefined ? 'a GPU' : gpuLabel(gpu.index, gpu.name);
  const there = foreign.filter(({ gpuUuid }) => gpuUuid === uuid);
  const largestFirst = there.toSorted((a, b) => (b.usedMiB ?? 0) - (a.usedMiB ?? 0));
  return { reason: 'foreign-gpu-process', detail: sharedGpu(label, largestFirst) };
}
