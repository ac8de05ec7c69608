// Columns that lead from a trial to files of the run folder. `base` leads there from the workbook. Pure.
import type { TrialResult } from '../domain/results.ts';
import { fileLink } from './cells.ts';
import type { Column } from './sheets.ts';

export function outputColumn(base: string): Column<TrialResult> {
  return linkColumn('Whole output', 22, base, ({ actual, steps }) => {
    const inStep = steps.findLast((step) => typeof step.actual?.path === 'string')?.actual;
    return actual?.path ?? inStep?.path;
  });
}

export function audioColumn(base: string): Column<TrialResult> {
  return linkColumn('Audio', 22, base, ({ actual }) => actual?.audioPath);
}

/** The first one where a loadout has several. */
export function serviceLogColumn(base: string): Column<TrialResult> {
  return linkColumn(
    'Service log',
    24,
    base,
    ({ services }) => Object.values(services).find(({ log }) => log !== undefined)?.log?.file,
  );
}

function linkColumn(
  header: string,
  width: number,
  base: string,
  path: (result: TrialResult) => string | null | undefined,
): Column<TrialResult> {
  const value: Column<TrialResult>['value'] = (result) => {
    const found = path(result);
    return typeof found === 'string' ? fileLink(found, base) : null;
  };
  return { header, width, style: 'link', value };
}
