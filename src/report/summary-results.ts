// The table of the Summary that counts test ids per domain and loadout, with the time each loadout took. Pure.
import { builtinLabel } from '../domain/builtin.ts';
import type { Summary } from '../domain/summary.ts';
import { lineCell, secondsCell } from './cells.ts';
import type { DomainData, LoadoutData, RunData } from './run-data.ts';
import type { CellStyle, GridCell, GridRow } from './sheets.ts';
import { blank, cell, row, section } from './summary-grid.ts';

const headers: readonly string[] = [
  'Domain',
  'Loadout',
  'Tests',
  'Passed',
  'Failed',
  'Timeout',
  'Error',
  'Skipped',
  'Pending',
  'Flaky',
  'Pass rate',
  'Set-up (s)',
  'Warm-up (s)',
  'Execution (s)',
];

export function resultRows({ domains }: RunData, link: (domain: DomainData) => GridCell): GridRow[] {
  const rows = domains.flatMap((domain) => [
    ...domain.loadouts.map((loadout) => loadoutRow(link(domain), loadout)),
    ...(domain.notReached > 0 ? [notReachedRow(link(domain), domain.notReached)] : []),
  ]);
  if (rows.length === 0) return [];
  return [
    section('Results by domain and loadout'),
    row(headers.map((text, index) => cell(text, headerStyleAt(index)))),
    ...rows,
    blank,
  ];
}

function headerStyleAt(index: number): CellStyle {
  if (index < 2) return 'header';
  return index > 2 && index < 10 ? 'header-centred' : 'header-right';
}

function loadoutRow(domain: GridCell, data: LoadoutData): GridRow {
  const { summary, times } = data;
  return row([
    domain,
    cell(loadoutName(data), 'text'),
    cell(summary.total, 'integer'),
    ...statusCells(summary),
    cell(summary.flaky === 0 ? null : summary.flaky, summary.flaky === 0 ? 'centred' : 'flaky'),
    cell(summary.executed === 0 ? null : summary.passed / summary.executed, 'percent'),
    // Nought is a step that did not take place.
    ...[times?.setupMs, times?.warmupMs, times?.executionMs].map((time) =>
      cell(secondsCell(time === 0 ? null : (time ?? null)), 'seconds'),
    ),
  ]);
}

/** `full-stack (partly built-in)`. */
export function loadoutName({ loadout, builtin }: LoadoutData): string {
  const label = builtinLabel(builtin);
  const name = loadout === null ? 'no services' : lineCell(loadout, 120);
  return label === null ? name : `${name} (${label})`;
}

/** Noughts stay empty, so that what is there stands out. */
function statusCells(summary: Summary): GridCell[] {
  const statuses = ['passed', 'failed', 'timeout', 'error', 'skipped', 'pending'] as const;
  return statuses.map((status) => (summary[status] === 0 ? cell(null, 'centred') : cell(summary[status], status)));
}

function notReachedRow(domain: GridCell, tests: number): GridRow {
  const before = [domain, cell('never reached', 'text'), cell(tests, 'integer')];
  return row([...before, ...empty(5), cell(tests, 'pending'), ...empty(5)]);
}

function empty(count: number): GridCell[] {
  return Array.from({ length: count }, () => cell(null, 'centred'));
}
