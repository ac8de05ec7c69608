// The memory of one GPU over the life of a loadout, in one clause. Pure.
import type { LoadoutGpuMemory } from '../../domain/events.ts';
import { mebibytes } from '../../domain/units.ts';

/** `GPU 0: 0.8 GiB before, 5.9 GiB loaded, 6.1 GiB peak, 0.8 GiB after`; null where nothing was measured. */
export function memoryText({ index, beforeMiB, loadedMiB, peakMiB, afterMiB }: LoadoutGpuMemory): string | null {
  const stages = [
    ['before', beforeMiB],
    ['loaded', loadedMiB],
    ['peak', peakMiB],
    ['after', afterMiB],
  ] as const;
  const measured = stages.flatMap(([stage, value]) => (value === undefined ? [] : [`${mebibytes(value)} ${stage}`]));
  return measured.length === 0 ? null : `GPU ${index}: ${measured.join(', ')}`;
}
