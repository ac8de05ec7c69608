// CPU and memory of services, each summed over its whole process tree.
import pidusage from 'pidusage';
import type { ServiceSample } from '../domain/samples.ts';
import { bytesPerMiB } from '../domain/units.ts';

export interface ServiceProcesses {
  readonly service: string;
  readonly pids: readonly number[];
}

export interface ServiceUsage {
  sample(services: readonly ServiceProcesses[]): Promise<readonly ServiceSample[]>;
  close(): void;
}

interface Usage {
  readonly cpu: number;
  readonly memory: number;
}

export function createServiceUsage(): ServiceUsage {
  /** Seen before, so that their CPU figure covers the time since then and not their whole life. */
  let seen: ReadonlySet<number> = new Set();
  return {
    async sample(services) {
      const usage = await usageOf(services.flatMap(({ pids }) => pids));
      const before = seen;
      seen = new Set(usage.keys());
      return services.map((service) => sum(service, usage, before));
    },
    close: () => pidusage.clear(),
  };
}

function sum(
  { service, pids }: ServiceProcesses,
  usage: ReadonlyMap<number, Usage>,
  seen: ReadonlySet<number>,
): ServiceSample {
  const alive = pids.filter((pid) => usage.has(pid));
  const timed = alive.filter((pid) => seen.has(pid));
  const total = (of: readonly number[], value: 'cpu' | 'memory'): number =>
    of.reduce((result, pid) => result + (usage.get(pid)?.[value] ?? 0), 0);
  return {
    service,
    processes: alive.length,
    ...(timed.length > 0 && { cpuPercent: rounded(total(timed, 'cpu')) }),
    ...(alive.length > 0 && { rssMiB: rounded(total(alive, 'memory') / bytesPerMiB) }),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Processes that have ended are not in it. */
async function usageOf(pids: readonly number[]): Promise<ReadonlyMap<number, Usage>> {
  if (pids.length === 0) return new Map();
  const answers = await Promise.all(pids.map((pid) => pidusage(pid).catch(ignoreEnded)));
  return new Map(answers.flatMap((usage, index) => (usage === null ? [] : [[pids[index] ?? 0, usage]])));
}

function ignoreEnded(error: unknown): null {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH')) return null;
  if (error instanceof Error && error.message === 'No matching pid found') return null;
  throw error;
}
