// Which ways of sampling GPUs this machine offers; chosen once.
import { findExecutable } from '../system/executables.ts';
import { amdSmi } from './amd/amd-smi.ts';
import { amdDrm } from './amd/drm.ts';
import { rocmSmi } from './amd/rocm-smi.ts';
import { appleGpu } from './apple/ioreg.ts';
import type { GpuPlace } from './gpu-place.ts';
import type { GpuSource } from './gpu-source.ts';
import { nvidiaSource } from './nvidia/source.ts';
import { type GpuReader, pollingSource } from './polling-source.ts';

/** In the order in which GPUs are numbered: those of NVIDIA first. */
export function gpuSources(place: GpuPlace, intervalMs: number): readonly GpuSource[] {
  const path = programIn(place, 'nvidia-smi');
  const { procDirectory } = place;
  const nvidia = path === null ? [] : [nvidiaSource({ path, intervalMs, procDirectory })];
  const readers = otherReaders(place, intervalMs);
  return [...nvidia, ...(readers.length === 0 ? [] : [pollingSource(readers)])];
}

/** Ways to ask about GPUs that are not NVIDIA's, the best first; the first one that answers is right. */
export function otherReaders(place: GpuPlace, intervalMs: number): readonly GpuReader[] {
  if (place.platform === 'darwin') return appleReaders(place, intervalMs);
  const amd = programIn(place, 'amd-smi');
  const rocm = programIn(place, 'rocm-smi');
  const tools = [
    ...(amd === null ? [] : [amdSmi(amd, intervalMs)]),
    ...(rocm === null ? [] : [rocmSmi(rocm, intervalMs)]),
  ];
  // Beside an NVIDIA GPU, an AMD one without tools is hardly more than what draws the desktop.
  const onlyDesktop = tools.length === 0 && programIn(place, 'nvidia-smi') !== null;
  return onlyDesktop ? [] : [...tools, amdDrm(place.drmDirectory, intervalMs)];
}

function appleReaders(place: GpuPlace, intervalMs: number): readonly GpuReader[] {
  const ioreg = programIn(place, 'ioreg');
  const sysctl = programIn(place, 'sysctl');
  return ioreg === null || sysctl === null ? [] : [appleGpu({ ioreg, sysctl }, intervalMs)];
}

export function programIn({ searchPath }: GpuPlace, name: string): string | null {
  const found = findExecutable(name, searchPath, process.cwd());
  return found.kind === 'found' ? found.path : null;
}
