// CPU load and memory of the whole machine at this moment.
import type { TelemetrySample } from '../domain/samples.ts';
import { bytesPerMiB } from '../domain/units.ts';

/** The load is that since the last call; the first call takes half a second to measure it. */
export async function hostLoad(): Promise<TelemetrySample['host']> {
  const { currentLoad, mem } = await import('systeminformation');
  const [load, memory] = await Promise.all([currentLoad(), mem()]);
  return {
    cpuPercent: Math.round(load.currentLoad * 10) / 10,
    // What is left for programs counts, not what happens to be unused: caches give way.
    memoryUsedMiB: Math.round((memory.total - memory.available) / bytesPerMiB),
    memoryTotalMiB: Math.round(memory.total / bytesPerMiB),
  };
}
