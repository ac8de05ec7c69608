// Samples host, GPUs and services at a steady pace while a run lasts. A sample that could not be taken leaves a gap; it
// never becomes a zero.
import type { TelemetrySample } from '../domain/events.ts';
import { now, wallClock } from '../system/clock.ts';
import { hostLoad } from './host-load.ts';
import { startGpuMonitor } from './nvidia-monitor.ts';
import { createRecentSamples, peakOf, type RecentSamples } from './recent-samples.ts';
import { createServiceUsage, type ServiceProcesses } from './service-usage.ts';

export interface TelemetryOptions {
  readonly intervalMs: number;
  readonly gpuIntervalMs: number;
  readonly services: () => readonly ServiceProcesses[];
  readonly onSample: (sample: TelemetrySample) => void;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
  /** Sampling has ended by itself: why. */
  readonly onProblem?: (message: string) => void;
  /** Where nvidia-smi is looked for; PATH unless given. */
  readonly searchPath?: string;
}

export interface Peaks {
  readonly vramPeakMiB?: number;
  readonly rssPeakMiB?: number;
  /** Samples of services in the window. */
  readonly samples: number;
}

export interface Telemetry {
  start(): void;
  /** Resolves when nothing of it runs any more. */
  stop(): Promise<void>;
  /** Peaks among the samples of a stretch of monotonic time; absent where there are fewer than two. */
  window(fromMs: number, toMs: number): Peaks;
}

export function createTelemetry(options: TelemetryOptions): Telemetry {
  const vram = createRecentSamples();
  const rss = createRecentSamples();
  let stop: (() => Promise<void>) | null = null;

  return {
    start() {
      stop ??= sampleSteadily(options, vram, rss);
    },
    async stop() {
      await stop?.();
      stop = null;
    },
    window(fromMs, toMs) {
      const rssValues = rss.between(fromMs, toMs);
      const vramPeakMiB = peakOf(vram.between(fromMs, toMs));
      const rssPeakMiB = peakOf(rssValues);
      return {
        ...(vramPeakMiB !== undefined && { vramPeakMiB }),
        ...(rssPeakMiB !== undefined && { rssPeakMiB }),
        samples: rssValues.length,
      };
    },
  };
}

/** Gives the function that ends it. */
function sampleSteadily(options: TelemetryOptions, vram: RecentSamples, rss: RecentSamples): () => Promise<void> {
  const usage = createServiceUsage();
  const gpus = startGpuMonitor({
    intervalMs: options.gpuIntervalMs,
    searchPath: options.searchPath ?? process.env['PATH'],
    onSamples: (samples) => addSum(vram, samples, 'vramUsedMiB'),
  });
  let underWay: Promise<void> | null = null;

  async function sample(): Promise<void> {
    const [host, services] = await Promise.all([hostLoad(), usage.sample(options.services())]);
    addSum(rss, services, 'rssMiB');
    const elapsedMs = now() - options.startedAt;
    options.onSample({ at: wallClock().toISOString(), elapsedMs, host, gpus: gpus.current(), services });
  }

  const timer = setInterval(() => {
    // A machine that is too busy to be sampled in time gets fewer samples, not a queue of them.
    underWay ??= sample()
      .catch(giveUp)
      .finally(() => {
        underWay = null;
      });
  }, options.intervalMs);

  /** A run does not fail for its telemetry, but neither does it repeat the same failure every second. */
  function giveUp(error: unknown): void {
    clearInterval(timer);
    options.onProblem?.(`telemetry stopped: ${error instanceof Error ? error.message : String(error)}`);
  }

  return async () => {
    clearInterval(timer);
    await underWay;
    await gpus.stop();
    usage.close();
  };
}

/** Adds the sum of a quantity over those parts that could be measured; nothing where none could. */
function addSum<Q extends string>(
  to: RecentSamples,
  parts: readonly { readonly [K in Q]?: number }[],
  quantity: Q,
): void {
  const values = parts.map((part) => part[quantity]).filter((value) => value !== undefined);
  if (values.length > 0)
    to.add(
      now(),
      values.reduce((sum: number, value: number) => sum + value, 0),
    );
}
