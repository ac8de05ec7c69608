// What the GPUs' memory does over the life of a loadout, and the wait until services that ended have given theirs back.
import type { LoadoutGpuMemory } from '../domain/events.ts';
import type { GpuMemory } from '../telemetry/figures.ts';
import type { SettledMemory } from './inputs.ts';
import type { TelemetryWindow } from './ports.ts';

interface MemoryPorts {
  readonly telemetry: TelemetryWindow;
  /** Monotonic. */
  readonly now: () => number;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** More than this beyond what was in use before counts as kept. */
const toleranceMiB = 64;
/** Memory that has not changed for so long will hardly come back: drivers free it within 0.5 to 1.5 s. */
const steadyMs = 3000;
const steadyMiB = 16;
const limitMs = 10_000;
const pollMs = 100;

interface Reading {
  readonly atMs: number;
  readonly gpus: readonly GpuMemory[];
}

export class LoadoutMemory {
  readonly #ports: MemoryPorts;
  /** Memory in use while just these services were up; by their ids. */
  readonly #baselines = new Map<string, readonly GpuMemory[]>();
  #before: Reading | null = null;
  /** Whether other services were up already. */
  #shared = false;
  #loaded: Reading | null = null;
  #stop = new AbortController();

  constructor(ports: MemoryPorts) {
    this.#ports = ports;
  }

  /** Its services are about to start; `up` are there already. */
  open(up: readonly string[]): void {
    this.#before = this.#read();
    this.#shared = up.length > 0;
    this.#loaded = null;
    if (this.#before.gpus.length > 0) this.#baselines.set(keyOf(up), this.#before.gpus);
  }

  /** Its models are in memory; said again where they had to be loaded again, which changes nothing of what was seen. */
  loaded(): void {
    this.#loaded ??= this.#read();
  }

  abort(): void {
    this.#stop.abort();
  }

  /** Services of it have ended and are to be started again; `up` are still there. Resolves as `settle` does. */
  async regain(up: readonly string[]): Promise<void> {
    this.#stop = new AbortController();
    if (this.#read().gpus.length > 0) await this.#wait(this.#baselines.get(keyOf(up)), this.#ports.now());
  }

  /** Its services have ended; `up` are still there. Resolves when their memory is free, will not become so, or on `abort`. */
  async settle(up: readonly string[], wait: boolean): Promise<SettledMemory> {
    const from = this.#ports.now();
    this.#stop = new AbortController();
    const peaks = this.#peaks(from);
    const baseline = this.#baselines.get(keyOf(up));
    const after = wait && this.#read().gpus.length > 0 ? await this.#wait(baseline, from) : null;
    const waitedMs = this.#ports.now() - from;
    const known = after !== null && baseline !== undefined && !this.#stop.signal.aborted;
    const kept = known ? beyond(baseline, after.gpus) : [];
    const uuids = new Set(kept.map(({ uuid }) => uuid));
    return {
      waitedMs,
      gpus: this.#figures(peaks, up.length === 0 && !this.#stop.signal.aborted ? (after?.gpus ?? []) : []),
      kept: kept.map(({ index, name, keptMiB }) => ({ index, name, keptMiB })),
      holders: this.#ports.telemetry.gpuProcesses().filter(({ gpuUuid }) => uuids.has(gpuUuid)),
    };
  }

  async #wait(baseline: readonly GpuMemory[] | undefined, from: number): Promise<Reading> {
    let steady = this.#read();
    for (;;) {
      await this.#ports.pause(pollMs, this.#stop.signal);
      const reading = this.#read();
      const fresh = reading.gpus.length > 0 && reading.gpus.every(({ atMs }) => atMs >= from);
      if (this.#stop.signal.aborted || reading.atMs - from >= limitMs) return reading;
      if (!fresh) continue;
      if (baseline !== undefined && beyond(baseline, reading.gpus).length === 0) return reading;
      if (!isSteady(steady, reading)) steady = reading;
      else if (reading.atMs - Math.max(steady.atMs, from) >= steadyMs) return reading;
    }
  }

  #read(): Reading {
    return { atMs: this.#ports.now(), gpus: this.#ports.telemetry.gpuMemory() };
  }

  #peaks(until: number): ReadonlyMap<number, number> {
    if (this.#loaded === null) return new Map();
    const { gpus } = this.#ports.telemetry.window(this.#loaded.atMs, until);
    return new Map(gpus.flatMap(({ index, vramPeakMiB }) => (vramPeakMiB === undefined ? [] : [[index, vramPeakMiB]])));
  }

  #figures(peaks: ReadonlyMap<number, number>, after: readonly GpuMemory[]): readonly LoadoutGpuMemory[] {
    const before = this.#shared ? [] : (this.#before?.gpus ?? []);
    const loaded = this.#loaded?.gpus ?? [];
    const known = new Map([...before, ...loaded, ...after].map(({ index, name }) => [index, name]));
    return [...known].map(([index, name]) => ({
      index,
      name,
      ...figure('beforeMiB', usedOn(before, index)),
      ...figure('loadedMiB', usedOn(loaded, index)),
      ...figure('peakMiB', peaks.get(index)),
      ...figure('afterMiB', usedOn(after, index)),
    }));
  }
}

function keyOf(up: readonly string[]): string {
  return JSON.stringify([...up].sort());
}

function beyond(baseline: readonly GpuMemory[], now: readonly GpuMemory[]) {
  return now.flatMap(({ uuid, index, name, usedMiB }) => {
    const before = baseline.find((gpu) => gpu.uuid === uuid)?.usedMiB;
    const keptMiB = before === undefined ? 0 : usedMiB - before;
    return keptMiB > toleranceMiB ? [{ uuid, index, name, keptMiB }] : [];
  });
}

function isSteady(before: Reading, now: Reading): boolean {
  return now.gpus.every(({ uuid, usedMiB }) => {
    const was = before.gpus.find((gpu) => gpu.uuid === uuid);
    return was !== undefined && Math.abs(was.usedMiB - usedMiB) <= steadyMiB;
  });
}

function usedOn(gpus: readonly GpuMemory[], index: number): number | undefined {
  return gpus.find((gpu) => gpu.index === index)?.usedMiB;
}

function figure<Name extends string>(name: Name, value: number | undefined): { readonly [N in Name]?: number } {
  const found: { [N in Name]?: number } = {};
  if (value !== undefined) found[name] = value;
  return found;
}
