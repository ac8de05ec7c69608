// The columns of the Loadouts sheet: what each loadout took in time, in memory of each GPU and in energy. Pure.
import { builtinLabel } from '../domain/builtin.ts';
import type { LoadoutGpuMemory, LoadoutTimes } from '../domain/events.ts';
import { type Cell, secondsCell } from './cells.ts';
import type { LoadoutData, RunData } from './run-data.ts';
import type { CellStyle, Column } from './sheets.ts';
import { textColumns } from './text-columns.ts';

/** One for each GPU of a loadout; what belongs to all of them stands in the first. */
export interface LoadoutRow {
  readonly domain: string;
  readonly data: LoadoutData;
  readonly first: boolean;
  /** Null where nothing was measured on any. */
  readonly gpu: (Partial<LoadoutGpuMemory> & { readonly index: number }) | null;
}

export function loadoutRows({ domains }: RunData): readonly LoadoutRow[] {
  return domains.flatMap(({ name, loadouts }) =>
    loadouts
      .filter(({ loadout }) => loadout !== null)
      .flatMap((data) => gpusOf(data).map((gpu, index) => ({ domain: name, data, first: index === 0, gpu }))),
  );
}

/** Memory can be kept on a GPU of which nothing else was measured. */
function gpusOf({ gpus, keptMiB }: LoadoutData): readonly LoadoutRow['gpu'][] {
  const others = [...keptMiB.keys()].filter((index) => !gpus.some((gpu) => gpu.index === index));
  const all = [...gpus, ...others.map((index) => ({ index }))];
  return all.length === 0 ? [null] : all;
}

const text = textColumns<LoadoutRow>(200);

export const loadoutColumns: readonly Column<LoadoutRow>[] = [
  text('Domain', 14, ({ domain }) => domain),
  text('Loadout', 26, ({ data }) => data.loadout),
  text('Built-in', 15, ({ data }) => builtinLabel(data.builtin)),
  once('Attempts', 11, 'integer', ({ attempts }) => attempts),
  once('Doubtful attempts', 12, 'integer', ({ doubtful }) => (doubtful === 0 ? null : doubtful)),
  time('Set-up (s)', ({ setupMs }) => setupMs),
  time('Warm-up (s)', ({ warmupMs }) => warmupMs),
  time('Execution (s)', ({ executionMs }) => executionMs),
  time('Clean-up (s)', ({ cleanupMs }) => cleanupMs),
  once('Energy of trials (J)', 13, 'decimal', ({ energy }) => energy?.joules ?? null),
  once('Attempts with energy', 13, 'integer', ({ energy }) => energy?.attempts ?? null),
  { header: 'GPU', width: 8, style: 'integer', value: ({ gpu }) => gpu?.index ?? null },
  text('GPU name', 28, ({ gpu }) => gpu?.name ?? null),
  memory('VRAM before (MiB)', ({ gpu }) => gpu?.beforeMiB),
  memory('VRAM loaded (MiB)', ({ gpu }) => gpu?.loadedMiB),
  memory('VRAM peak (MiB)', ({ gpu }) => gpu?.peakMiB),
  memory('VRAM after (MiB)', ({ gpu }) => gpu?.afterMiB),
  {
    ...memory('VRAM kept (MiB)', keptOf),
    styleOf: (row) => (keptOf(row) === undefined ? 'integer' : 'warning'),
  },
];

function keptOf({ data, gpu }: LoadoutRow): number | undefined {
  return gpu === null ? undefined : data.keptMiB.get(gpu.index);
}

function once(header: string, width: number, style: CellStyle, value: (data: LoadoutData) => Cell): Column<LoadoutRow> {
  return { header, width, style, value: ({ data, first }) => (first ? value(data) : null) };
}

/** Nought is a step that did not take place. */
function time(header: string, value: (times: LoadoutTimes) => number): Column<LoadoutRow> {
  return once(header, 13, 'seconds', ({ times }) => {
    const ms = times === null ? 0 : value(times);
    return ms === 0 ? null : secondsCell(ms);
  });
}

function memory(header: string, value: (row: LoadoutRow) => number | undefined): Column<LoadoutRow> {
  return { header, width: 13, style: 'integer', value: (row) => value(row) ?? null };
}
