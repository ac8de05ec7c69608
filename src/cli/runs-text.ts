// The table of `runner runs`. Where the terminal is narrow, columns that can be had elsewhere are left out.
import { oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import type { RunEntry } from '../history/history-store.ts';
import { runQuality } from '../history/quality.ts';
import { duration } from '../projections/text/format.ts';
import { type FittingColumn, fittingTable } from './fitting-table.ts';
import { percentText } from './percent-text.ts';

const columns: readonly FittingColumn<RunEntry>[] = [
  { title: 'Run', align: 'left', cell: ({ runId }) => runId },
  { title: 'Plan', align: 'left', least: 8, spare: 2, cell: ({ plan }) => oneLine(plan) },
  { title: 'Version', align: 'left', least: 5, spare: 7, cell: ({ version }) => oneLine(version ?? '-') },
  { title: 'Total', align: 'right', cell: ({ summary }) => String(summary.total) },
  { title: 'Pass', align: 'right', cell: ({ summary }) => String(summary.passed) },
  { title: 'Fail', align: 'right', cell: ({ summary }) => String(summary.executed - summary.passed) },
  { title: 'Skip', align: 'right', cell: ({ summary }) => String(summary.skipped) },
  { title: 'Pend', align: 'right', cell: ({ summary }) => String(summary.pending) },
  { title: 'Passed', align: 'right', spare: 3, cell: ({ summary }) => percentText(runQuality(summary).passRate) },
  { title: 'Executed', align: 'right', spare: 6, cell: ({ summary }) => percentText(runQuality(summary).coverage) },
  { title: 'Duration', align: 'right', spare: 4, cell: ({ durationMs }) => duration(durationMs) },
  { title: 'Regressed', align: 'right', spare: 1, cell: ({ regressions }) => String(regressions) },
  { title: 'Fixed', align: 'right', spare: 5, cell: ({ fixes }) => String(fixes) },
];

/** `runs` are the newest of `all`. */
export function runsText(runs: readonly RunEntry[], all: number, { width }: { readonly width: number }): string[] {
  const table = fittingTable(runs, columns, { width, sign: signOf });
  const pruned = runs.filter((run) => run.pruned).length;
  const notes = [
    ...(all > runs.length
      ? [`the newest ${runs.length} of ${counted(all, 'run')}; --all shows the others as well`]
      : []),
    ...(pruned > 0 ? [`of ${counted(pruned, 'run')} the folder was pruned and the figures were kept`] : []),
  ];
  return [...table, ...notes];
}

function signOf({ status, outcome, summary }: RunEntry): string {
  if (status === 'in_progress') return '🔄';
  if (status === 'abandoned') return '⛔';
  if (summary.executed > summary.passed) return '❌';
  return outcome === 'passed' && summary.skipped === 0 ? '✅' : '⚠️';
}
