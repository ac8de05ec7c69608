// Apple's GPUs have no memory of their own: what counts is how much of the machine's memory they have in use. The registry of
// macOS tells it to anybody; power and temperature it tells to root only.
import { present } from '../../domain/present.ts';
import type { GpuSample } from '../../domain/samples.ts';
import { bytesPerMiB } from '../../domain/units.ts';
import type { GpuReader } from '../polling-source.ts';
import { outputOf, shortestToolIntervalMs } from '../tool-output.ts';

export interface AppleTools {
  readonly ioreg: string;
  readonly sysctl: string;
}

export function appleGpu({ ioreg, sysctl }: AppleTools, intervalMs: number): GpuReader {
  let machine: Machine | null = null;
  return {
    name: 'ioreg',
    intervalMs: Math.max(intervalMs, shortestToolIntervalMs),
    async read(signal) {
      const output = await outputOf(ioreg, ['-r', '-d', '1', '-w', '0', '-c', 'IOAccelerator'], signal);
      if (output === null) return [];
      machine ??= machineIn((await outputOf(sysctl, ['hw.memsize', 'machdep.cpu.brand_string'], signal)) ?? '');
      return parseIoreg(output, machine);
    },
  };
}

export interface Machine {
  readonly memoryMiB: number | null;
  /** Of processor and GPU: they are one. */
  readonly chip: string | null;
}

export function machineIn(output: string): Machine {
  const bytes = /^hw\.memsize: (\d+)$/m.exec(output)?.[1];
  const chip = /^machdep\.cpu\.brand_string: (.+)$/m.exec(output)?.[1]?.trim();
  return { memoryMiB: bytes === undefined ? null : Number(bytes) / bytesPerMiB, chip: chip ?? null };
}

/** A sample for each accelerator that keeps statistics; none on Macs with another make of processor. */
export function parseIoreg(output: string, { memoryMiB, chip }: Machine): readonly GpuSample[] {
  if (chip !== null && !chip.startsWith('Apple')) return [];
  return [...output.matchAll(/"PerformanceStatistics"\s*=\s*\{([^{}]*)\}/g)].map(([, statistics = ''], index) => ({
    index,
    uuid: `APPLE-${index}`,
    name: chip ?? 'Apple GPU',
    unified: true,
    ...present({
      vramTotalMiB: memoryMiB,
      vramUsedMiB: inMebibytes(numberAt(statistics, 'In use system memory')),
      utilizationPercent: numberAt(statistics, 'Device Utilization %'),
    }),
  }));
}

/** The quotes keep `In use system memory (driver)` apart. */
function numberAt(statistics: string, key: string): number | null {
  const digits = statistics.split(',').flatMap((pair) => {
    const [name, value] = pair.split('=');
    return name?.trim() === `"${key}"` && value !== undefined ? [value.trim()] : [];
  })[0];
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

function inMebibytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / bytesPerMiB;
}
