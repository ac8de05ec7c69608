// What the session's effects reach the world through.
import type { GpuProcess } from '../domain/samples.ts';
import type { TrialRunner } from '../drivers/trial-runner.ts';
import type { Supervisor } from '../services/supervisor.ts';
import type { GpuMemory, SampledWindow } from '../telemetry/figures.ts';

export interface EffectPorts {
  readonly supervisor: Supervisor;
  readonly trials: TrialRunner;
  readonly telemetry: TelemetryWindow;
  /** Monotonic. */
  readonly now: () => number;
  /** Resolves early when `signal` aborts. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Absolute. */
  readonly runDirectory: string;
  readonly secrets: readonly string[];
}

export interface TelemetryWindow {
  /** What was sampled in a window of monotonic time. */
  window(fromMs: number, toMs: number): SampledWindow;
  /** Memory in use on each GPU by the newest samples; empty where there is none, or where they are too old. */
  gpuMemory(): readonly GpuMemory[];
  /** Processes that hold memory of GPUs, as far as the driver tells. */
  gpuProcesses(): readonly GpuProcess[];
}
