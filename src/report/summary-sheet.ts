// The first sheet: how the run ended, what needs attention, and the numbers per domain and loadout. Pure.
import { cut } from '../domain/text.ts';
import { type Cell, lineCell, sheetLink, textCell } from './cells.ts';
import type { DomainData, RunData } from './run-data.ts';
import { runFacts } from './run-facts.ts';
import { type CellStyle, type GridCell, type GridRow, type GridSheet, wrappedLines } from './sheets.ts';
import { restartRows, skipRows, validityRows } from './summary-caveats.ts';
import { keyFigureRows } from './summary-figures.ts';
import { blank, cell, columns, row, section, spanned, widths } from './summary-grid.ts';
import { legendRows, metricRows } from './summary-metrics.ts';
import { resultRows } from './summary-results.ts';
import { attention, verdict } from './verdict.ts';

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
      ...restartRows(run),
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

function link({ name, trials }: DomainData, sheets: ReadonlyMap<string, string>): GridCell {
  const sheet = sheets.get(name);
  if (sheet === undefined || trials === 0) return cell(lineCell(name), 'text');
  return cell(sheetLink(lineCell(name), sheet), 'link');
}
