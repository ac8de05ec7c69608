// The first sheet: how the run ended, what needs attention, and the numbers per domain and loadout. Pure.
import { metricDefinitions, metricNamed } from '../domain/metrics.ts';
import { cut } from '../domain/text.ts';
import { type Cell, lineCell, sheetLink, textCell } from './cells.ts';
import type { DomainData, RunData } from './run-data.ts';
import { runFacts } from './run-facts.ts';
import { type CellStyle, type GridCell, type GridRow, type GridSheet, metricStyle, wrappedLines } from './sheets.ts';
import { keyFigureRows } from './summary-figures.ts';
import { loadoutName, resultRows } from './summary-results.ts';
import { attention, verdict } from './verdict.ts';
import { plural } from './wording.ts';

/** Column A and B hold names; the rest are numbers. */
const widths = [24, 26, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12, 12, 13];
const columns = widths.length;
const textColumns = columns - 1;

/** `sheets` names the sheet of each domain. */
export function summarySheet(run: RunData, name: string, sheets: ReadonlyMap<string, string>): GridSheet {
  return {
    kind: 'grid',
    name,
    widths,
    rows: [
      ...heading(run),
      ...counts(run),
      ...attentionRows(run),
      ...factRows(run),
      ...resultRows(run, (domain) => link(domain, sheets)),
      ...keyFigureRows(run),
      ...metricRows(run),
      ...validityRows(run),
      ...skipRows(run),
      ...legendRows(run),
    ],
  };
}

function heading(run: RunData): GridRow[] {
  const { status, text } = verdict(run);
  return [
    row([spanned(lineCell(run.plan?.name ?? run.runId, 120), 'title', columns)], 2),
    row([spanned(run.dayId === null ? run.runId : `${run.runId}  ·  ${run.dayId}`, 'subtitle', columns)]),
    blank,
    row([spanned(textCell(text), `verdict-${status}`, columns)], 2),
    blank,
  ];
}

function counts({ summary }: RunData): GridRow[] {
  const tiles: [string, Cell, CellStyle][] = [
    ['passed', summary.passed, 'count-passed'],
    ['failed', summary.failed, 'count-failed'],
    ['timeout', summary.timeout, 'count-timeout'],
    ['error', summary.error, 'count-error'],
    ['skipped', summary.skipped, 'count-skipped'],
    ['pending', summary.pending, 'count-pending'],
    ['flaky', summary.flaky, 'count'],
  ];
  return [
    row([
      cell('Tests', 'countLabel'),
      cell('Pass rate (of executed)', 'countLabel'),
      ...tiles.map(([label]) => cell(label, 'countLabel')),
    ]),
    row(
      [
        cell(summary.total, 'count'),
        cell(summary.executed === 0 ? null : summary.passed / summary.executed, 'rate'),
        // A nought in colour would say that there is something to see.
        ...tiles.map(([, value, style]) => cell(value, value === 0 ? 'count' : style)),
      ],
      2,
    ),
    blank,
  ];
}

function attentionRows(run: RunData): GridRow[] {
  const sentences = attention(run);
  if (sentences.length === 0) return [];
  const rows = sentences.map((sentence) => {
    const text = textCell(cut(sentence, 1000));
    return row([spanned(text, 'warning', columns)], Math.min(8, wrappedLines(text, 165)));
  });
  return [section('Worth knowing'), ...rows, blank];
}

function factRows(run: RunData): GridRow[] {
  const rows = runFacts(run).map(([label, value]) => {
    const text = typeof value === 'string' ? textCell(cut(value, 1000)) : value;
    return row([cell(label, 'label'), spanned(text, value instanceof Date ? 'time' : 'wrapped', textColumns)]);
  });
  return [section('Run'), ...rows, blank];
}

function metricRows(run: RunData): GridRow[] {
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

function validityRows({ domains }: RunData): GridRow[] {
  const rows = domains.flatMap((domain) =>
    domain.validity.map(({ reason, trials, detail }) =>
      row([
        cell(lineCell(domain.name), 'text'),
        cell(lineCell(reason, 80), 'text'),
        cell(trials, 'integer'),
        spanned(lineCell(detail, 300), 'text', columns - 3),
      ]),
    ),
  );
  if (rows.length === 0) return [];
  const header = row([
    cell('Domain', 'header'),
    cell('What', 'header'),
    cell('Trials', 'header-right'),
    spanned('For example', 'header', columns - 3),
  ]);
  return [section('What makes numbers doubtful'), header, ...rows, blank];
}

/** More reasons than these are in the domain sheets. */
const mostSkipReasons = 20;

function skipRows({ domains }: RunData): GridRow[] {
  const skips = domains.flatMap((domain) => domain.skips.map((skip) => ({ domain: domain.name, ...skip })));
  if (skips.length === 0) return [];
  const rows = skips.slice(0, mostSkipReasons).map(({ domain, reason, trials }) => {
    const text = textCell(cut(reason, 500));
    return row(
      [cell(lineCell(domain), 'text'), cell(trials, 'integer'), spanned(text, 'wrapped', columns - 2)],
      wrappedLines(text, 125),
    );
  });
  const left = skips.length - rows.length;
  return [
    section('Skipped'),
    row([cell('Domain', 'header'), cell('Trials', 'header-right'), spanned('Why', 'header', columns - 2)]),
    ...rows,
    ...(left > 0 ? [note(`and ${plural(left, 'more reason')}, in the sheets of the domains`)] : []),
    blank,
  ];
}

function legendRows({ domains }: RunData): GridRow[] {
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

function link({ name, trials }: DomainData, sheets: ReadonlyMap<string, string>): GridCell {
  const sheet = sheets.get(name);
  if (sheet === undefined || trials === 0) return cell(lineCell(name), 'text');
  return cell(sheetLink(lineCell(name), sheet), 'link');
}

const blank: GridRow = { cells: [] };

function row(cells: readonly (GridCell | null)[], lines = 1): GridRow {
  return { cells, lines };
}

function cell(value: Cell, style: CellStyle): GridCell {
  return { value, style };
}

function spanned(value: Cell, style: CellStyle, span: number): GridCell {
  return { value, style, span };
}

function section(title: string): GridRow {
  return row([spanned(title, 'section', columns)]);
}

function note(text: string): GridRow {
  return row([spanned(text, 'note', columns)]);
}
