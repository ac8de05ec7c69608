// Samples host, GPUs and services at a steady pace. A sample that could not be taken leaves a gap; it never becomes a zero.
import type { TelemetrySample } from '../domain/events.ts';
import { present } from '../domain/present.ts';
import { now, wallClock } from '../system/clock.ts';
import type { GpuListener, GpuSource } from './gpu-source.ts';
import { hostLoad } from './host-load.ts';
import type { RecentSamples } from './recent-samples.ts';
import type { Records } from './records.ts';
import { sumOf } from './sample-statistics.ts';
import { samplingBroke } from './sentences.ts';
import { createServiceUsage, type ServiceProcesses } from './service-usage.ts';

export interface SamplerOptions {
  readonly intervalMs: number;
  readonly services: () => readonly ServiceProcesses[];
  readonly onSample: (sample: TelemetrySample) => void;
  /** Monotonic time of the run's beginning. */
  readonly startedAt: number;
  /** Some sampling has ended by itself: why. */
  readonly onProblem?: (message: string) => void;
}

/** Gives the function that ends it. */
export function sampleSteadily(
  options: SamplerOptions,
  sources: readonly GpuSource[],
  { rss, cpu, swap, gpus, processes }: Records,
): () => Promise<void> {
  const usage = createServiceUsage();
  for (const [place, source] of sources.entries()) source.start(listenerFor(place));
  let lastMs = now();
  swap.sample(lastMs);
  let underWay: Promise<void> | null = null;

  function listenerFor(source: number): GpuListener {
    return {
      onSamples: (samples, intervalMs) => gpus.add(source, samples, { intervalMs, atMs: now() }),
      onProcesses: (found) => processes.set(source, found, now()),
      onProblem: (message) => options.onProblem?.(message),
      onEnded: () => gpus.ended(source),
    };
  }

  async function sample(): Promise<void> {
    const live = options.services();
    const pids = new Map(live.map((each) => [each.service, new Set(each.pids)]));
    const [host, services] = await Promise.all([hostLoad(), usage.sample(live)]);
    const atMs = now();
    addSum(
      rss,
      atMs,
      services.map(({ rssMiB }) => rssMiB),
    );
    addSum(
      cpu,
      atMs,
      services.map(({ cpuPercent }) => cpuPercent),
    );
    swap.sample(atMs);
    const swappedMiB = swap.between(lastMs, atMs);
    lastMs = atMs;
    const foreign = processes.foreign();
    options.onSample({
      at: wallClock().toISOString(),
      elapsedMs: atMs - options.startedAt,
      host: { ...host, ...present({ swappedMiB }) },
      gpus: gpus.current(atMs),
      services: services.map((each) => ({
        ...each,
        ...present({ vramMiB: processes.vramOf(pids.get(each.service) ?? new Set()) }),
      })),
      ...present({ foreignGpuProcesses: foreign }),
    });
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
    options.onProblem?.(samplingBroke(error));
  }

  return async () => {
    clearInterval(timer);
    await Promise.all([underWay, ...sources.map((source) => source.stop())]);
    usage.close();
  };
}

/** Over those parts that could be measured; nothing where none could. */
function addSum(to: RecentSamples, atMs: number, parts: readonly (number | undefined)[]): void {
  const measured = parts.filter((part) => part !== undefined);
  if (measured.length > 0) to.add(atMs, sumOf(measured));
}
