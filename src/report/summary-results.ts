// The table of the Summary that counts test ids per domain and loadout, with the time each loadout took. Pure.
import { builtinLabel } from '../domain/builtin.ts';
import type { Summary } from '../domain/summary.ts';
import { lineCell, secondsCell } from './cells.ts';
import type { DomainData, LoadoutData, RunData } from './run-data.ts';
import type { CellStyle, GridCell, GridRow } from './sheets.ts';

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
    { cells: [{ value: 'Results by domain and loadout', style: 'section', span: headers.length }] },
    { cells: headers.map((value, index) => ({ value, style: headerStyleAt(index) })) },
    ...rows,
    { cells: [] },
  ];
}

function headerStyleAt(index: number): CellStyle {
  if (index < 2) return 'header';
  return index > 2 && index < 10 ? 'header-centred' : 'header-right';
}

function loadoutRow(domain: GridCell, data: LoadoutData): GridRow {
  const { summary, times } = data;
  const rate: GridCell = { value: summary.executed === 0 ? null : summary.passed / summary.executed, style: 'percent' };
  return {
    cells: [
      domain,
      { value: loadoutName(data), style: 'text' },
      { value: summary.total, style: 'integer' },
      ...statusCells(summary),
      { value: summary.flaky === 0 ? null : summary.flaky, style: summary.flaky === 0 ? 'centred' : 'flaky' },
      rate,
      ...[times?.setupMs, times?.warmupMs, times?.executionMs].map(
        // Nought is a step that did not take place.
        (time): GridCell => ({ value: secondsCell(time === 0 ? null : (time ?? null)), style: 'seconds' }),
      ),
    ],
  };
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
  return statuses.map((status) => {
    const style: CellStyle = summary[status] === 0 ? 'centred' : status;
    return { value: summary[status] === 0 ? null : summary[status], style };
  });
}

function notReachedRow(domain: GridCell, tests: number): GridRow {
  const before: GridCell[] = [domain, { value: 'never reached', style: 'text' }, { value: tests, style: 'integer' }];
  return { cells: [...before, ...empty(5), { value: tests, style: 'pending' }, ...empty(5)] };
}

function empty(count: number): GridCell[] {
  return Array.from({ length: count }, () => ({ value: null, style: 'centred' }));
}
