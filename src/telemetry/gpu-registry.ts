// All GPUs of the machine, from whatever sources: numbered without gaps or clashes, their newest samples and their past.
import type { GpuSample } from '../domain/samples.ts';
import type { GpuMemory } from './figures.ts';
import { GpuSeries } from './gpu-series.ts';
import type { GpuWindow } from './gpu-window.ts';

interface Device {
  readonly index: number;
  readonly intervalMs: number;
  readonly newest: GpuSample;
  readonly atMs: number;
  readonly tellsMemory: boolean;
  readonly series: GpuSeries;
}

interface SourceState {
  /** By uuid. */
  readonly devices: Map<string, Device>;
  /** All its GPUs have been seen, or will never be. */
  complete: boolean;
}

/** A sample is called current for so long, and for some intervals of a slow source; what comes later is a gap. */
const currentMs = 2000;
const currentIntervals = 4;
/** More would be nonsense in the output of a tool. */
const mostDevices = 64;

export class GpuRegistry {
  readonly #sources: readonly SourceState[];

  constructor(sources: number) {
    this.#sources = Array.from({ length: sources }, () => ({ devices: new Map(), complete: false }));
  }

  /** Samples of a source whose GPUs cannot be numbered yet, because those of an earlier one are not all known, are dropped. */
  add(source: number, samples: readonly GpuSample[], { intervalMs, atMs }: { intervalMs: number; atMs: number }): void {
    const state = this.#sources[source];
    const firstIndex = this.#firstIndex(source);
    if (state === undefined) return;
    for (const sample of samples) {
      const known = state.devices.get(sample.uuid);
      // Tools go through all GPUs in turn: one that comes again means that there are no more.
      if (known !== undefined) state.complete = true;
      if (firstIndex === null || (known === undefined && state.devices.size >= mostDevices)) continue;
      const index = known?.index ?? firstIndex + sample.index;
      const series = known?.series ?? new GpuSeries();
      series.add(atMs, sample);
      const tellsMemory = known?.tellsMemory === true || sample.vramUsedMiB !== undefined;
      state.devices.set(sample.uuid, { index, intervalMs, newest: { ...sample, index }, atMs, tellsMemory, series });
    }
  }

  /** Nothing more will come from this source. */
  ended(source: number): void {
    const state = this.#sources[source];
    if (state !== undefined) state.complete = true;
  }

  /** The newest samples that are not too old, by index. */
  current(nowMs: number): readonly GpuSample[] {
    return this.#current(nowMs).map(({ newest }) => newest);
  }

  memory(nowMs: number): readonly GpuMemory[] {
    return this.#current(nowMs).flatMap(({ index, atMs, newest: { uuid, name, vramUsedMiB } }) =>
      vramUsedMiB === undefined ? [] : [{ index, uuid, name, usedMiB: vramUsedMiB, atMs }],
    );
  }

  /** One of each GPU that was ever sampled, by index. */
  windows(fromMs: number, toMs: number): readonly GpuWindow[] {
    return this.#devices().map(({ index, intervalMs, newest, tellsMemory, series }) => ({
      index,
      uuid: newest.uuid,
      name: newest.name,
      unified: newest.unified === true,
      tellsMemory,
      intervalMs,
      ...series.window(fromMs, toMs),
    }));
  }

  #current(nowMs: number): readonly Device[] {
    return this.#devices().filter(
      ({ atMs, intervalMs }) => nowMs - atMs <= Math.max(currentMs, currentIntervals * intervalMs),
    );
  }

  #devices(): readonly Device[] {
    return this.#sources.flatMap(({ devices }) => [...devices.values()]).sort((a, b) => a.index - b.index);
  }

  #firstIndex(source: number): number | null {
    let first = 0;
    for (const { devices, complete } of this.#sources.slice(0, source)) {
      if (!complete) return null;
      for (const { index } of devices.values()) first = Math.max(first, index + 1);
    }
    return first;
  }
}
