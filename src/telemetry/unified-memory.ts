// GPUs without memory of their own use that of the host.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GpuSample } from '../domain/samples.ts';

/** The host's memory as the kernel tells it; without figures where it does not. */
export function withHostMemory(sample: GpuSample, procDirectory: string): GpuSample {
  const memory = hostMemory(procDirectory);
  if (memory === null) return { ...sample, unified: true };
  return {
    ...sample,
    unified: true,
    vramTotalMiB: memory.totalMiB,
    vramUsedMiB: memory.totalMiB - memory.availableMiB,
  };
}

function hostMemory(procDirectory: string): { totalMiB: number; availableMiB: number } | null {
  const text = read(join(procDirectory, 'meminfo'));
  const totalMiB = sizeIn(text, /^MemTotal:\s+(\d+) kB$/m);
  // What programs could still get counts, not what happens to be unused: caches give way.
  const availableMiB = sizeIn(text, /^MemAvailable:\s+(\d+) kB$/m);
  return totalMiB === null || availableMiB === null ? null : { totalMiB, availableMiB };
}

function sizeIn(text: string, pattern: RegExp): number | null {
  const kibibytes = pattern.exec(text)?.[1];
  return kibibytes === undefined ? null : Math.round(Number(kibibytes) / 1024);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not on this system
  }
}
