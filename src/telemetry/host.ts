// The machine, for the snapshot of a run: nothing that identifies the machine itself, such as serial numbers.
import type { GpuSummary, HostSummary } from '../domain/events.ts';
import type { GpuSample } from '../domain/samples.ts';
import { bytesPerMiB } from '../domain/units.ts';
import { type GpuPlace, usualPlace } from './gpu-place.ts';
import { otherReaders, programIn } from './gpu-sources.ts';
import { numberIn } from './nvidia/query.ts';
import { outputOf } from './tool-output.ts';

const gpuLimitMs = 5000;
/** Nothing is asked twice here. */
const gpuIntervalMs = 1000;

export async function hostSummary(): Promise<HostSummary> {
  const { osInfo, cpu, mem } = await import('systeminformation');
  const [os, processor, memory, gpus] = await Promise.all([osInfo(), cpu(), mem(), querySystemGpus()]);
  return {
    os: [os.distro, os.release, os.arch, os.kernel].filter(known).join(' '),
    cpu: [processor.manufacturer, processor.brand].filter(known).join(' '),
    cpuCount: processor.cores,
    memoryMiB: Math.round(memory.total / bytesPerMiB),
    gpus,
  };
}

function known(text: string): boolean {
  return text !== '' && text !== 'unknown';
}

/** GPUs of all makes; empty where there is none, no driver, or no answer within five seconds. */
export async function querySystemGpus(place: GpuPlace = usualPlace()): Promise<readonly GpuSummary[]> {
  const found = await Promise.all([nvidiaGpus(place), otherGpus(place)]);
  return found.flat();
}

async function nvidiaGpus(place: GpuPlace): Promise<readonly GpuSummary[]> {
  const path = programIn(place, 'nvidia-smi');
  const args = ['--query-gpu=memory.total,driver_version,name', '--format=csv,noheader,nounits'];
  const output = path === null ? null : await outputOf(path, args);
  return (output ?? '').split('\n').flatMap((line) => {
    const [total, driver, ...name] = line.split(',').map((value) => value.trim());
    if (driver === undefined || name.length === 0) return [];
    return [{ name: name.join(', '), vramMiB: numberIn(total), driver: /^\d/.test(driver) ? driver : null }];
  });
}

async function otherGpus(place: GpuPlace): Promise<readonly GpuSummary[]> {
  for (const reader of otherReaders(place, gpuIntervalMs)) {
    const samples = await reader.read(AbortSignal.timeout(gpuLimitMs));
    // Memory that is shared with the host is no VRAM, and the host's is told already.
    if (samples.length > 0) return samples.map((sample) => ({ ...vramOf(sample), driver: null }));
  }
  return [];
}

function vramOf({ name, unified, vramTotalMiB }: GpuSample): Pick<GpuSummary, 'name' | 'vramMiB'> {
  if (unified === true) return { name: `${name} (unified memory)`, vramMiB: null };
  return { name, vramMiB: vramTotalMiB === undefined ? null : Math.round(vramTotalMiB) };
}
