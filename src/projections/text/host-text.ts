// The machine in a few words: processor, memory, graphics. Pure.
import type { HostSummary } from '../../domain/events.ts';
import { oneLine } from '../../domain/text.ts';
import { mebibytes } from '../../domain/units.ts';
import { counted } from '../../domain/wording.ts';

/** Parts in order of importance: `AMD Ryzen 9 5950X, 32 CPUs`, `62.7 GiB`, `RTX 4090 (24.0 GiB)`. */
export function hostParts({ cpu, cpuCount, memoryMiB, gpus }: HostSummary): readonly string[] {
  return [`${oneLine(cpu)}, ${counted(cpuCount, 'CPU')}`, mebibytes(memoryMiB), ...gpuParts(gpus)];
}

function gpuParts(gpus: HostSummary['gpus']): readonly string[] {
  if (gpus.length === 0) return ['no GPU'];
  return gpus.map(({ name, vramMiB }) => oneLine(name) + (vramMiB === null ? '' : ` (${mebibytes(vramMiB)})`));
}
