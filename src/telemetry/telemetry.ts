// Samples host, GPUs and services while a run lasts, and tells what was sampled.
import type { GpuProcess } from '../domain/samples.ts';
import { now } from '../system/clock.ts';
import type { GpuMemory, SampledWindow } from './figures.ts';
import { type GpuPlace, usualPlace } from './gpu-place.ts';
import { GpuRegistry } from './gpu-registry.ts';
import { gpuSources } from './gpu-sources.ts';
import { ProcessRegister } from './process-register.ts';
import { createRecentSamples } from './recent-samples.ts';
import { type Records, windowOf } from './records.ts';
import { type SamplerOptions, sampleSteadily } from './sampler.ts';
import { SwapMeter } from './swap.ts';

export interface TelemetryOptions extends SamplerOptions {
  readonly gpuIntervalMs: number;
  /** Where GPUs are looked for; where they usually are unless given. */
  readonly place?: Partial<GpuPlace>;
}

export interface Telemetry {
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
  /** What was sampled in a window of monotonic time. Its end is taken for the present. */
  window(fromMs: number, toMs: number): SampledWindow;
  /** Memory in use on each GPU by the newest samples; empty where there is none, or where they are too old. */
  gpuMemory(): readonly GpuMemory[];
  /** Processes that hold memory of GPUs, as far as the driver tells. */
  gpuProcesses(): readonly GpuProcess[];
}

export function createTelemetry(options: TelemetryOptions): Telemetry {
  const place = { ...usualPlace(), ...options.place };
  const sources = gpuSources(place, options.gpuIntervalMs);
  const records: Records = {
    rss: createRecentSamples(),
    cpu: createRecentSamples(),
    swap: new SwapMeter(place.procDirectory),
    gpus: new GpuRegistry(sources.length),
    processes: new ProcessRegister(options.services),
  };
  let stop: (() => Promise<void>) | null = null;

  return {
    start() {
      stop ??= sampleSteadily(options, sources, records);
    },
    async stop() {
      await stop?.();
      stop = null;
    },
    window: (fromMs, toMs) => windowOf(records, fromMs, toMs),
    gpuMemory: () => records.gpus.memory(now()),
    gpuProcesses: () => records.processes.all(),
  };
}
