// What every way of sampling GPUs looks like from the outside, and what it tells.
import type { GpuProcess, GpuSample } from '../domain/samples.ts';

export interface GpuSource {
  start(listener: GpuListener): void;
  /** Resolves when nothing of it runs any more, or when it cannot be ended. */
  stop(): Promise<void>;
}

export interface GpuListener {
  /** In the order in which they were taken; indexes count from 0 within the source. `intervalMs`: between two samples of one GPU, as planned. */
  onSamples(samples: readonly GpuSample[], intervalMs: number): void;
  /** All processes that hold memory of its GPUs now; null when it cannot tell any more. */
  onProcesses(processes: readonly GpuProcess[] | null): void;
  onProblem(message: string): void;
  /** Nothing more will come. */
  onEnded(): void;
}
