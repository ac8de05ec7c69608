// The machine, for the snapshot of a run: nothing that identifies the machine itself, such as serial numbers.
import { execa } from 'execa';
import type { GpuSummary, HostSummary } from '../domain/events.ts';
import { findExecutable } from '../system/executables.ts';
import { numberIn } from './nvidia-query.ts';

const gpuLimitMs = 5000;
const mebibyte = 1024 * 1024;

export async function hostSummary(): Promise<HostSummary> {
  const { osInfo, cpu, mem } = await import('systeminformation');
  const [os, processor, memory, gpus] = await Promise.all([osInfo(), cpu(), mem(), querySystemGpus()]);
  return {
    os: [os.distro, os.release, os.arch, os.kernel].filter(known).join(' '),
    cpu: [processor.manufacturer, processor.brand].filter(known).join(' '),
    cpuCount: processor.cores,
    memoryMiB: Math.round(memory.total / mebibyte),
    gpus,
  };
}

function known(text: string): boolean {
  return text !== '' && text !== 'unknown';
}

/** NVIDIA GPUs; empty where there is no nvidia-smi, no driver, or no answer within five seconds. */
export async function querySystemGpus(searchPath = process.env['PATH']): Promise<readonly GpuSummary[]> {
  const found = findExecutable('nvidia-smi', searchPath, process.cwd());
  if (found.kind !== 'found') return [];
  const args = ['--query-gpu=memory.total,driver_version,name', '--format=csv,noheader,nounits'];
  const options = { stdin: 'ignore', timeout: gpuLimitMs, killSignal: 'SIGKILL', reject: false } as const;
  const { failed, stdout } = await execa(found.path, args, options);
  if (failed) return [];
  return stdout.split('\n').flatMap((line) => {
    const [total, driver, ...name] = line.split(',').map((value) => value.trim());
    if (driver === undefined || name.length === 0) return [];
    return [{ name: name.join(', '), vramMiB: numberIn(total), driver: /^\d/.test(driver) ? driver : null }];
  });
}
