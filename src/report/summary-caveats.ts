// The tables of the Summary that take something away from its numbers: what makes them doubtful, services that
// did not last, and what was skipped. Pure.
import { cut } from '../domain/text.ts';
import { lineCell, textCell } from './cells.ts';
import type { RunData } from './run-data.ts';
import { type GridRow, wrappedLines } from './sheets.ts';
import { blank, cell, columns, note, row, section, spanned } from './summary-grid.ts';
import { plural } from './wording.ts';

export function validityRows({ domains }: RunData): GridRow[] {
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

/** More services than these are in their sheet. */
const mostRestarted = 20;

export function restartRows({ services }: RunData): GridRow[] {
  const restarts = new Map<string, { times: number; why: string }>();
  for (const { service, restart } of services) {
    if (restart === null) continue;
    restarts.set(service, { times: (restarts.get(service)?.times ?? 0) + 1, why: restart.why });
  }
  if (restarts.size === 0) return [];
  const rows = [...restarts].slice(0, mostRestarted).map(([service, { times, why }]) => {
    const text = textCell(cut(why, 500));
    return row(
      [cell(lineCell(service), 'text'), cell(times, 'integer'), spanned(text, 'wrapped', columns - 2)],
      wrappedLines(text, 125),
    );
  });
  const left = restarts.size - rows.length;
  return [
    section('Services that were started again'),
    row([
      cell('Service', 'header'),
      cell('Times', 'header-right'),
      spanned('Why, the last time', 'header', columns - 2),
    ]),
    ...rows,
    ...(left > 0 ? [note(`and ${plural(left, 'more service')}, in the sheet of the services`)] : []),
    blank,
  ];
}

/** More reasons than these are in the domain sheets. */
const mostSkipReasons = 20;

export function skipRows({ domains }: RunData): GridRow[] {
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
