// The tables of the Summary that tell loadouts by the key figures of their kind of work, corpus error rates among them. Pure.
import { isShare, keyFigures } from '../domain/key-figures.ts';
import type { DriverName } from '../domain/plan.ts';
import { lineCell } from './cells.ts';
import type { DomainData, LoadoutData, RunData } from './run-data.ts';
import { type CellStyle, type GridRow, metricHeader, metricStyle } from './sheets.ts';
import { blank, cell, note, row, section } from './summary-grid.ts';
import { loadoutName } from './summary-results.ts';

interface Entry {
  readonly domain: DomainData;
  readonly data: LoadoutData;
}

interface FigureColumn {
  readonly header: string;
  readonly style: CellStyle;
  readonly value: (data: LoadoutData) => number | null;
}

export function keyFigureRows({ domains }: RunData): GridRow[] {
  const entries = domains.flatMap((domain) => domain.loadouts.map((data) => ({ domain, data })));
  const drivers = [...new Set(domains.flatMap(({ driver }) => driver ?? []))];
  const tables = drivers.flatMap((driver) =>
    tableOf(
      driver,
      entries.filter(({ domain, data }) => domain.driver === driver && data.attempts > 0),
    ),
  );
  if (tables.length === 0) return [];
  return [
    section('Key figures'),
    note(
      'Medians over the attempts that were measured to their end. Corpus error rates: all errors over all words (characters) of the references.',
    ),
    ...tables,
    blank,
  ];
}

function tableOf(driver: DriverName, entries: readonly Entry[]): GridRow[] {
  const shown = columnsOf(driver).filter(({ value }) => entries.some(({ data }) => value(data) !== null));
  if (shown.length === 0) return [];
  return [
    row(
      [
        ...['Domain', 'Loadout'].map((text) => cell(text, 'header')),
        ...shown.map(({ header }) => cell(header, 'header-right')),
      ],
      2,
    ),
    ...entries.map(({ domain, data }) =>
      row([
        cell(lineCell(domain.name), 'text'),
        cell(loadoutName(data), 'text'),
        ...shown.map(({ value, style }) => cell(value(data), style)),
      ]),
    ),
  ];
}

function columnsOf(driver: DriverName): readonly FigureColumn[] {
  return [
    ...keyFigures[driver].filter((metric) => !isShare(metric)).map(median),
    { header: 'WER (corpus)', style: 'percent', value: ({ corpus }) => corpus.wer },
    { header: 'CER (corpus)', style: 'percent', value: ({ corpus }) => corpus.cer },
    { header: 'VRAM peak (MiB)', style: 'integer', value: ({ metrics }) => metrics.get('vramPeakMiB')?.max ?? null },
    { header: 'Memory peak (MiB)', style: 'integer', value: ({ metrics }) => metrics.get('rssPeakMiB')?.max ?? null },
    { header: 'Energy of trials (J)', style: 'decimal', value: ({ energy }) => energy?.joules ?? null },
    { header: 'Doubtful attempts', style: 'integer', value: ({ doubtful }) => (doubtful === 0 ? null : doubtful) },
  ];
}

function median(metric: string): FigureColumn {
  return {
    header: metricHeader(metric),
    style: metricStyle(metric),
    value: ({ metrics }) => metrics.get(metric)?.median ?? null,
  };
}
