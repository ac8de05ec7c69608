// The tables of the Summary that give every metric of every loadout, and say what each one means. Pure.
import { metricDefinitions, metricNamed } from '../domain/metrics.ts';
import { lineCell } from './cells.ts';
import type { DomainData, RunData } from './run-data.ts';
import { type GridRow, metricStyle, wrappedLines } from './sheets.ts';
import { blank, cell, columns, note, row, section, spanned } from './summary-grid.ts';
import { loadoutName } from './summary-results.ts';

export function metricRows(run: RunData): GridRow[] {
  const rows = run.domains.flatMap((domain) =>
    domain.loadouts.flatMap((data) =>
      summarised(domain).flatMap((name) => {
        const found = data.metrics.get(name);
        if (found === undefined) return [];
        const { label, unit, better } = metricNamed(name) ?? { label: name, unit: '', better: 'neither' };
        const style = metricStyle(name);
        return row([
          cell(lineCell(domain.name), 'text'),
          cell(data.loadout === null ? null : loadoutName(data), 'text'),
          spanned(lineCell(label, 60), 'text', 2),
          cell(unit === '' ? null : unit, 'text'),
          ...[found.median, found.min, found.max].map((value) => cell(value, style)),
          cell(found.count, 'integer'),
          cell(found.doubtful === 0 ? null : found.doubtful, 'integer'),
          cell(better === 'neither' ? null : better, 'centred'),
        ]);
      }),
    ),
  );
  if (rows.length === 0) return [];
  const header = [...['Domain', 'Loadout'].map((text) => cell(text, 'header')), spanned('Metric', 'header', 2)];
  header.push(cell('Unit', 'header'));
  for (const text of ['Median', 'Min', 'Max', 'Samples', 'Doubtful']) header.push(cell(text, 'header-right'));
  header.push(cell('Better', 'header-centred'));
  return [
    section('Metrics'),
    note('Over the attempts that were measured to their end (passed or failed); warm-up is never among them.'),
    row(header),
    ...rows,
    blank,
  ];
}

/** Codes, and counts that only their sums say something of: those stand among the key figures. */
const withoutMedian: ReadonlySet<string> = new Set([
  'exitCode',
  'wordErrors',
  'referenceWords',
  'characterErrors',
  'referenceCharacters',
]);

/** Metrics worth a median, in the order of the public table; unknown ones last. */
function summarised({ contents }: DomainData): string[] {
  const known = metricDefinitions.filter(({ name }) => !withoutMedian.has(name) && contents.metrics.has(name));
  const unknown = [...contents.metrics].filter((name) => metricNamed(name) === undefined).sort();
  return [...known.map(({ name }) => name), ...unknown];
}

export function legendRows({ domains }: RunData): GridRow[] {
  const used = new Set(domains.flatMap(({ contents }) => [...contents.metrics]));
  const rows = metricDefinitions
    .filter(({ name }) => used.has(name))
    .map(({ label, name, meaning, formula, source }) => {
      const how = [meaning, ...(formula === '' ? [] : [`Formula: ${formula}.`]), `Source: ${source}.`].join(' ');
      return row(
        [cell(label, 'label'), cell(name, 'text'), spanned(how, 'wrapped', columns - 2)],
        wrappedLines(how, 140),
      );
    });
  return rows.length === 0 ? [] : [section('What the metrics mean'), ...rows];
}
