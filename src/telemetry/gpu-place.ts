// Where GPUs are looked for: programs, and the files in which the kernel tells about itself.
import { delimiter } from 'node:path';

export interface GpuPlace {
  /** Where nvidia-smi and the like are looked for. */
  readonly searchPath: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Holds `card0`, `card1`, … */
  readonly drmDirectory: string;
  readonly procDirectory: string;
}

/** Where the tools of the drivers are installed although nothing puts that on PATH. */
const usualDirectories = ['/opt/rocm/bin', '/usr/lib/wsl/lib'];

export function usualPlace(): GpuPlace {
  return {
    searchPath: [process.env['PATH'] ?? '', ...usualDirectories].join(delimiter),
    platform: process.platform,
    drmDirectory: '/sys/class/drm',
    procDirectory: '/proc',
  };
}
