// The answers of `runner query` as tables.
import { oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import type { FailedTest, GroupEntry, HistoryRecord, RunEntry } from '../history/history-store.ts';
import type { GroupQuality } from '../history/quality.ts';
import type { FailureRate, VersionTrend } from '../history/record-figures.ts';
import { duration } from '../projections/text/format.ts';
import { type FittingColumn, fittingTable } from './fitting-table.ts';
import { groupSign } from './group-sign.ts';
import { localMinute } from './local-time.ts';
import { percentText } from './percent-text.ts';

interface Look {
  readonly width: number;
}

const recordColumns: readonly FittingColumn<HistoryRecord>[] = [
  { title: 'Run', align: 'left', cell: ({ run_id }) => run_id },
  { title: 'Name', align: 'left', least: 8, cell: ({ agent_name }) => oneLine(agent_name) },
  { title: 'Version', align: 'left', least: 5, spare: 1, cell: ({ version }) => oneLine(version ?? '-') },
  { title: 'Total', align: 'right', cell: ({ result_summary }) => String(result_summary.total) },
  { title: 'Pass', align: 'right', cell: ({ result_summary }) => String(result_summary.passed) },
  { title: 'Fail', align: 'right', cell: ({ result_summary }) => String(result_summary.failed) },
  { title: 'Duration', align: 'right', spare: 2, cell: (record) => duration(record.duration * 1000) },
  { title: 'Triggered by', align: 'left', least: 6, spare: 3, cell: (record) => oneLine(record.triggered_by) },
  { title: 'Tags', align: 'left', least: 4, spare: 4, cell: ({ tags }) => oneLine(tags.join(', ')) },
];

export function recordsText(records: readonly HistoryRecord[], { width }: Look): readonly string[] {
  if (records.length === 0) return ['no finished run is like that'];
  return fittingTable(records, recordColumns, { width });
}

const failureColumns: readonly FittingColumn<FailedTest>[] = [
  { title: 'Test', align: 'left', least: 10, cell: ({ testId }) => oneLine(testId) },
  { title: 'Failed in', align: 'left', cell: ({ failures }) => counted(failures, 'run') },
  { title: 'Last', align: 'left', cell: ({ last }) => last.runId },
  { title: 'Passed since', align: 'left', spare: 1, cell: ({ passedSince }) => (passedSince ? 'yes' : 'no') },
  { title: 'Why', align: 'left', least: 8, cell: ({ last }) => oneLine(last.reason ?? '-') },
];

export function failuresText(failures: readonly FailedTest[], { width }: Look): readonly string[] {
  if (failures.length === 0) return ['no test failed in that time'];
  return fittingTable(failures, failureColumns, { width });
}

const rateColumns: readonly FittingColumn<FailureRate>[] = [
  { title: 'Name', align: 'left', least: 8, cell: ({ name }) => oneLine(name) },
  { title: 'Failure rate', align: 'right', cell: ({ failureRate }) => percentText(failureRate) },
  { title: 'Failed tests', align: 'right', spare: 2, cell: ({ failedTests }) => String(failedTests) },
  { title: 'Failed runs', align: 'right', cell: ({ failedRuns }) => String(failedRuns) },
  { title: 'Runs', align: 'right', spare: 1, cell: ({ runs }) => String(runs) },
  { title: 'Last run', align: 'left', spare: 3, cell: ({ lastRun }) => localMinute(lastRun) },
];

export function ratesText(rates: readonly FailureRate[], { width }: Look): readonly string[] {
  if (rates.length === 0) return ['no finished run is like that'];
  return fittingTable(rates, rateColumns, { width });
}

export function versionsText({ versions, change, trend }: VersionTrend, { width }: Look): readonly string[] {
  const table = fittingTable(
    versions,
    [
      { title: 'Version', align: 'left', least: 5, cell: ({ version }) => oneLine(version) },
      { title: 'Runs', align: 'right', cell: ({ runs }) => String(runs) },
      { title: 'Passed tests', align: 'right', cell: ({ passedTests }) => String(passedTests) },
      { title: 'Failed tests', align: 'right', cell: ({ failedTests }) => String(failedTests) },
      { title: 'Pass rate', align: 'right', cell: ({ passRate }) => percentText(passRate) },
      {
        title: 'Duration',
        align: 'right',
        spare: 1,
        cell: ({ averageDuration }) => (averageDuration === null ? '-' : duration(averageDuration * 1000)),
      },
    ],
    { width },
  );
  if (trend === null || change === null) return [...table, 'Trend: none (both versions need a finished run)'];
  return [...table, `Trend: ${trend.toUpperCase()} (${change > 0 ? '+' : ''}${change} points)`];
}

export function groupsText(
  run: RunEntry,
  groups: readonly (GroupEntry & GroupQuality)[],
  { width }: Look,
): readonly string[] {
  const table = fittingTable(
    groups,
    [
      { title: 'Group', align: 'left', least: 8, cell: ({ group }) => oneLine(group) },
      { title: 'Total', align: 'right', cell: ({ summary }) => String(summary.total) },
      { title: 'Pass', align: 'right', cell: ({ summary }) => String(summary.passed) },
      { title: 'Fail', align: 'right', cell: ({ summary }) => String(summary.executed - summary.passed) },
      { title: 'Skip', align: 'right', spare: 1, cell: ({ summary }) => String(summary.skipped) },
      { title: 'Pend', align: 'right', spare: 2, cell: ({ summary }) => String(summary.pending) },
      { title: 'Pass rate', align: 'right', spare: 3, cell: ({ passRate }) => percentText(passRate) },
      // The sign behind the row tells it as well.
      { title: 'Status', align: 'left', spare: 4, cell: ({ status }) => status },
    ],
    { width, sign: ({ status, summary }) => groupSign(status, summary) },
  );
  return [`Run: ${run.runId} (${oneLine(run.plan)})`, ...table];
}
