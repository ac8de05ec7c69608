// What has been sampled in a run so far, and what it says about a window of time.
import { present } from '../domain/present.ts';
import type { SampledWindow } from './figures.ts';
import type { GpuRegistry } from './gpu-registry.ts';
import { gpuFigures } from './gpu-window.ts';
import type { ProcessRegister } from './process-register.ts';
import type { RecentSamples } from './recent-samples.ts';
import { meanOf, peakOf } from './sample-statistics.ts';
import type { SwapMeter } from './swap.ts';
import { validityOf } from './validity.ts';

export interface Records {
  /** Sums over all services. */
  readonly rss: RecentSamples;
  readonly cpu: RecentSamples;
  readonly swap: SwapMeter;
  readonly gpus: GpuRegistry;
  readonly processes: ProcessRegister;
}

/** `toMs` is taken for the present. */
export function windowOf({ rss, cpu, swap, gpus, processes }: Records, fromMs: number, toMs: number): SampledWindow {
  swap.sample(toMs); // trials follow one another, so this is also where the next one begins
  const windows = gpus.windows(fromMs, toMs);
  return {
    ...gpuFigures(windows, fromMs, toMs),
    ...present({
      serviceVramPeakMiB: processes.serviceVramPeak(fromMs, toMs),
      rssPeakMiB: peakOf(rss.between(fromMs, toMs)),
      cpuMeanPercent: meanOf(cpu.between(fromMs, toMs)),
    }),
    validity: validityOf({
      windows,
      used: processes.gpusOfServices(fromMs, toMs),
      foreign: processes.foreignBetween(fromMs, toMs),
      swappedMiB: swap.between(fromMs, toMs),
    }),
  };
}
