// Samples host, GPUs and services at a steady pace. A sample that could not be taken leaves a gap; it never becomes a zero.
import { present } from '../domain/present.ts';
import type { ServiceSample, TelemetrySample } from '../domain/samples.ts';
import { now, wallClock } from '../system/clock.ts';
import type { GpuListener, GpuSource } from './gpu-source.ts';
import { hostLoad } from './host-load.ts';
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
  records: Records,
): () => Promise<void> {
  const usage = createServiceUsage();
  for (const [place, source] of sources.entries()) source.start(listenerFor(place, records, options));
  let lastMs = now();
  records.swap.sample(lastMs);
  let underWay: Promise<void> | null = null;

  async function sample(): Promise<void> {
    const live = options.services();
    const [host, services] = await Promise.all([hostLoad(), usage.sample(live)]);
    const [sinceMs, atMs] = [lastMs, now()];
    lastMs = atMs;
    remember(services, records, atMs);
    const { swap, gpus, processes } = records;
    const swappedMiB = swap.between(sinceMs, atMs);
    options.onSample({
      at: wallClock().toISOString(),
      elapsedMs: atMs - options.startedAt,
      host: { ...host, ...present({ swappedMiB }) },
      gpus: gpus.current(atMs),
      services: withVram(services, live, processes),
      ...present({ foreignGpuProcesses: processes.foreign() }),
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

function listenerFor(source: number, { gpus, processes }: Records, { onProblem }: SamplerOptions): GpuListener {
  return {
    onSamples: (samples, intervalMs) => gpus.add(source, samples, { intervalMs, atMs: now() }),
    onProcesses: (found) => processes.set(source, found, now()),
    onProblem: (message) => onProblem?.(message),
    onEnded: () => gpus.ended(source),
  };
}

function remember(services: readonly ServiceSample[], { rss, cpu, swap }: Records, atMs: number): void {
  const sums = [
    [rss, 'rssMiB'],
    [cpu, 'cpuPercent'],
  ] as const;
  for (const [to, quantity] of sums) {
    const measured = services.map((each) => each[quantity]).filter((value) => value !== undefined);
    // Over those that could be measured; nothing where none could.
    if (measured.length > 0) to.add(atMs, sumOf(measured));
  }
  swap.sample(atMs);
}

function withVram(
  services: readonly ServiceSample[],
  live: readonly ServiceProcesses[],
  processes: Records['processes'],
): readonly ServiceSample[] {
  const pids = new Map(live.map((each) => [each.service, new Set(each.pids)]));
  return services.map((each) => ({
    ...each,
    ...present({ vramMiB: processes.vramOf(pids.get(each.service) ?? new Set()) }),
  }));
}
