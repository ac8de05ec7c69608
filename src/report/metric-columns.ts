// A column for each metric that occurs, and for what each GPU did. Pure.
import type { MetricDefinition } from '../domain/metrics/definition.ts';
import { metricDefinitions, metricNamed, type metricNotes } from '../domain/metrics.ts';
import type { TrialResult } from '../domain/results.ts';
import { type Cell, lineCell } from './cells.ts';
import { type Contents, type GpuFigure, gpuFigures } from './run-data.ts';
import { type CellStyle, type Column, metricHeader, metricStyle } from './sheets.ts';

/** Key figures first, then in the order of the public table; a metric that is not in it comes last, under its own name. */
export function metricColumns(names: ReadonlySet<string>, first: readonly string[]): Column<TrialResult>[] {
  const known = metricDefinitions.filter(({ name }) => names.has(name));
  const key = first.flatMap((name) => known.filter((metric) => metric.name === name));
  const others = [...names].filter((name) => metricNamed(name) === undefined).sort();
  return [...new Set([...key, ...known])].map(knownMetric).concat(others.map(otherMetric));
}

function knownMetric({ name, better }: MetricDefinition): Column<TrialResult> {
  const header = metricHeader(name);
  return {
    header,
    width: metricWidth(header),
    style: metricStyle(name),
    ...(better === 'lower' && { shade: 'worse-when-higher' as const }),
    ...(better === 'higher' && { shade: 'worse-when-lower' as const }),
    value: ({ metrics }) => metricCell(metrics[name]),
  };
}

const noteHeaders: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tokenSource: 'Tokens counted by',
    finishReason: 'Finish reason',
    normaliser: 'Normaliser',
    audioFormat: 'Audio format',
  } satisfies Record<keyof typeof metricNotes, string>),
);

function otherMetric(name: string): Column<TrialResult> {
  const note = noteHeaders.get(name);
  const header = note ?? name;
  return {
    header: lineCell(header, 80),
    width: Math.min(30, metricWidth(header)),
    style: note === undefined ? 'general' : 'text',
    value: ({ metrics }) => metricCell(metrics[name]),
  };
}

const gpuHeaders: Readonly<Record<GpuFigure, readonly [string, CellStyle]>> = {
  vramPeakMiB: ['VRAM peak (MiB)', 'integer'],
  utilizationMeanPercent: ['use (%)', 'decimal'],
  temperatureMaxC: ['max (°C)', 'integer'],
  energyJ: ['energy (J)', 'decimal'],
};

/** What each GPU did, as far as it was measured at all. */
export function gpuColumns(gpus: Contents['gpus']): Column<TrialResult>[] {
  return [...gpus].flatMap(([index, measured]) =>
    gpuFigures
      .filter((figure) => measured.has(figure))
      .map((figure): Column<TrialResult> => {
        const [what, style] = gpuHeaders[figure];
        const header = `GPU ${index} ${what}`;
        const value: Column<TrialResult>['value'] = (result) =>
          result.gpus?.find((gpu) => gpu.index === index)?.[figure] ?? null;
        return { header, width: metricWidth(header), style, value };
      }),
  );
}

/** Headings may take two lines, but no word is broken; the arrow of the filter wants its place, too. */
function metricWidth(header: string): number {
  const longestWord = Math.max(...header.split(' ').map((word) => word.length));
  return Math.max(11, longestWord + 4, Math.ceil(header.length / 2) + 5);
}

function metricCell(value: number | string | undefined): Cell {
  if (value === undefined) return null;
  if (typeof value === 'string') return lineCell(value, 300);
  return Number.isFinite(value) ? value : null;
}
