// What each loadout took: time, memory of the GPUs, energy. Pure; columns that nothing was measured for are left out.
import type { LoadoutGpuMemory } from '../../domain/events.ts';
import { mebibytes, seconds } from '../../domain/units.ts';
import { absent, nameOf } from './figures-text.ts';
import type { LoadoutDigest } from './loadout-figures.ts';
import type { Paint } from './paint.ts';
import { alignedRows } from './text-table.ts';
import { valueText } from './trial-figures.ts';

/** Empty where no loadout came to its end. */
export function costLines(loadouts: readonly LoadoutDigest[], paint: Paint): string[] {
  const over = loadouts.filter(({ times }) => times !== null);
  if (over.length === 0) return [];
  const withMemory = over.some(({ gpus }) => gpus.some(isMeasured));
  const withEnergy = over.some(({ energy }) => energy !== null);
  const heading = [
    'Loadout',
    ...['set-up', 'warm-up', 'execution', 'clean-up'],
    ...(withEnergy ? ['energy'] : []),
    ...(withMemory ? ['VRAM before', 'loaded', 'peak', 'after'] : []),
  ];
  const [first = '', ...lines] = alignedRows([
    heading,
    ...over.flatMap((loadout) => rowsOf(loadout, withMemory, withEnergy)),
  ]);
  const partial = over.some(({ energy }) => energy?.whole === false);
  return [
    paint.dim(first),
    ...lines,
    ...(partial ? [paint.dim('≥ energy of those trials in which it was measured')] : []),
  ];
}

/** Memory is not added up over GPUs, whose peaks need not fall together: each further one has a line of its own. */
function rowsOf(loadout: LoadoutDigest, withMemory: boolean, withEnergy: boolean): string[][] {
  const gpus = loadout.gpus.filter(isMeasured);
  const several = gpus.length > 1;
  const own = [nameOf(loadout), ...timesOf(loadout), ...(withEnergy ? [energyText(loadout)] : [])];
  if (!withMemory) return [own];
  if (!several) return [[...own, ...memoryOf(gpus[0])]];
  return [own, ...gpus.map((gpu) => [`  GPU ${gpu.index}`, ...own.slice(1).map(() => ''), ...memoryOf(gpu)])];
}

function timesOf({ times }: LoadoutDigest): string[] {
  if (times === null) return [];
  // Nought is a step that did not take place.
  return [times.setupMs, times.warmupMs, times.executionMs, times.cleanupMs].map((ms) =>
    ms === 0 ? absent : seconds(ms),
  );
}

function energyText({ energy }: LoadoutDigest): string {
  if (energy === null) return absent;
  return `${energy.whole ? '' : '≥ '}${valueText('energyJ', energy.joules)}`;
}

function memoryOf(gpu: LoadoutGpuMemory | undefined): string[] {
  return [gpu?.beforeMiB, gpu?.loadedMiB, gpu?.peakMiB, gpu?.afterMiB].map((mib) =>
    mib === undefined ? absent : mebibytes(mib),
  );
}

function isMeasured({ beforeMiB, loadedMiB, peakMiB, afterMiB }: LoadoutGpuMemory): boolean {
  return [beforeMiB, loadedMiB, peakMiB, afterMiB].some((mib) => mib !== undefined);
}
