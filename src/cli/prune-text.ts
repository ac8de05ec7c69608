// What `runner prune` removes, or would remove, and why the rest stays.
import { oneLine } from '../domain/text.ts';
import { bytesPerMiB, mebibytes } from '../domain/units.ts';
import { counted, nounFor } from '../domain/wording.ts';
import type { PrunedRun } from '../history/prune.ts';
import { type FittingColumn, fittingTable } from './fitting-table.ts';
import { localDay } from './local-time.ts';

interface PruneLook {
  readonly width: number;
  readonly olderThanMs: number;
  readonly yes: boolean;
}

const dayMs = 86_400_000;

export function pruneText(runs: readonly PrunedRun[], look: PruneLook): readonly string[] {
  const days = Math.round((look.olderThanMs / dayMs) * 10) / 10;
  const age = `older than ${counted(days, 'day')}`;
  if (runs.length === 0) return [`no run folder is ${age}`];
  const go = runs.filter(({ stays, problem }) => stays === null && problem === null);
  const size = sizeText(go.reduce((sum, { bytes }) => sum + bytes, 0));
  const folders = counted(go.length, 'run folder');
  const rest = runs.length - go.length;
  const others = rest === 0 ? '' : `; ${rest} of those ${age} ${nounFor(rest, 'stays', 'stay')}`;
  const sum = look.yes
    ? `${folders} removed, ${size} freed${others}; figures and records of what was removed are kept`
    : `${folders} would go and free ${size}${others}; nothing was removed, --yes does it`;
  return [...fittingTable(runs, columns(look.yes), { width: look.width }), sum];
}

function columns(yes: boolean): readonly FittingColumn<PrunedRun>[] {
  return [
    { title: 'Run', align: 'left', cell: ({ runId }) => runId },
    { title: 'Plan', align: 'left', least: 6, spare: 2, cell: ({ plan }) => oneLine(plan) },
    { title: 'Until', align: 'left', spare: 1, cell: ({ updatedAt }) => localDay(updatedAt) },
    { title: 'Size', align: 'right', cell: ({ bytes }) => sizeText(bytes) },
    { title: 'What becomes of it', align: 'left', least: 12, cell: (run) => oneLine(fateOf(run, yes)) },
  ];
}

function fateOf({ stays, problem }: PrunedRun, yes: boolean): string {
  if (stays !== null) return `stays: ${stays}`;
  if (problem !== null) return `stays: ${problem}`;
  return yes ? 'removed' : 'would go';
}

function sizeText(bytes: number): string {
  return bytes < bytesPerMiB ? `${Math.round(bytes / 1024)} KiB` : mebibytes(bytes / bytesPerMiB);
}
