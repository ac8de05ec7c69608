// What telemetry tells the session about a window of time, and about the GPUs' memory now. Absent = not measured.
import type { TrialGpu, ValidityNote } from '../domain/results.ts';

/** Peaks and means need two samples or more. */
export interface SampledWindow {
  /** Largest sum over all GPUs. */
  readonly vramPeakMiB?: number;
  /** Largest sum over the processes of the run's services, as the driver tells. */
  readonly serviceVramPeakMiB?: number;
  readonly rssPeakMiB?: number;
  /** Of the services' process trees; 100 = one core. */
  readonly cpuMeanPercent?: number;
  /** Of all GPUs; absent where one of them does not report its power. */
  readonly energyJ?: number;
  readonly gpus: readonly TrialGpu[];
  readonly validity: readonly ValidityNote[];
}

/** The newest sample of one GPU. */
export interface GpuMemory {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly usedMiB: number;
  /** Monotonic time of the sample. */
  readonly atMs: number;
}
