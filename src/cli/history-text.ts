// The history of one test as people read it: what it is, a row for each run, and what they come to.
import type { Status } from '../domain/results.ts';
import { oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import type { TestHistory, TestRun } from '../history/history-store.ts';
import { type TestQuality, testQuality, trendRules } from '../history/quality.ts';
import { duration } from '../projections/text/format.ts';
import { type FittingColumn, fittingTable } from './fitting-table.ts';
import { localDay } from './local-time.ts';
import { percentText } from './percent-text.ts';

interface HistoryLook {
  readonly width: number;
  /** All runs, with plan, version and attempts, and reasons in full. */
  readonly verbose: boolean;
}

const shownRuns = 20;

const columns: readonly FittingColumn<TestRun>[] = [
  { title: 'Run', align: 'left', cell: ({ runId }) => runId },
  { title: 'Date', align: 'left', spare: 5, cell: ({ startedAt }) => localDay(startedAt) },
  { title: 'Status', align: 'left', cell: ({ status }) => statusTexts[status] },
  { title: 'Duration', align: 'right', cell: ({ durationMs }) => (durationMs === null ? '-' : duration(durationMs)) },
];
const details: readonly FittingColumn<TestRun>[] = [
  { title: 'Attempts', align: 'right', spare: 3, cell: ({ attempts }) => String(attempts) },
  { title: 'Plan', align: 'left', least: 6, spare: 2, cell: ({ plan }) => oneLine(plan) },
  { title: 'Version', align: 'left', least: 5, spare: 4, cell: ({ version }) => oneLine(version ?? '-') },
];
const notes: FittingColumn<TestRun> = { title: 'Notes', align: 'left', least: 8, cell: (run) => noteOf(run) };

const statusTexts: Readonly<Record<Status, string>> = {
  passed: '✅ PASS',
  failed: '❌ FAIL',
  timeout: '⏰ TIMEOUT',
  error: '💥 ERROR',
  skipped: '➖ SKIP',
  pending: '⏳ PEND',
};

export function historyText(test: TestHistory, { width, verbose }: HistoryLook): string[] {
  const shown = verbose ? test.runs : test.runs.slice(-shownRuns);
  const shownColumns = [...columns, ...(verbose ? details : []), notes];
  const left = test.runs.length - shown.length;
  return [
    ...about(test, verbose),
    ...fittingTable(shown, shownColumns, { width }),
    ...(left > 0 ? [`${counted(left, 'earlier run')} left out; --verbose shows all`] : []),
    ...(verbose ? reasonsIn(shown) : []),
    ...qualityLines(testQuality(test.runs)),
  ];
}

function about({ testId, name, group, description, domain, loadout }: TestHistory, verbose: boolean): string[] {
  return [
    `${oneLine(testId)}: ${oneLine(name)}`,
    ...(group === null ? [] : [`Group: ${oneLine(group)}`]),
    ...(description === null ? [] : [`Description: ${oneLine(description)}`]),
    ...(verbose ? [`Domain: ${oneLine(domain)}`] : []),
    ...(verbose && loadout !== null ? [`Loadout: ${oneLine(loadout)}`] : []),
  ];
}

function noteOf({ reason, flaky }: TestRun): string {
  if (reason !== null) return oneLine(reason);
  return flaky ? 'passed at a further attempt' : '-';
}

/** What the table may have cut. */
function reasonsIn(runs: readonly TestRun[]): string[] {
  return runs.flatMap(({ runId, reason }) => (reason === null ? [] : [`${runId}: ${oneLine(reason)}`]));
}

function qualityLines(quality: TestQuality): string[] {
  const { executed, passRate, averageDurationMs, reliability } = quality;
  const average = averageDurationMs === null ? '-' : duration(averageDurationMs);
  const rates = `Passed: ${percentText(passRate)} of ${counted(executed, 'run')} │ Average: ${average}`;
  return [`Trend: ${trendText(quality)}`, `${rates} │ Reliability: ${percentText(reliability)}`];
}

function trendText({ trend, passing, executed, changes }: TestQuality): string {
  switch (trend) {
    case 'stable':
      return `STABLE (${passing === true ? 'passing' : 'failing'})`;
    case 'improving':
      return 'IMPROVING (was failing, now passing)';
    case 'degrading':
      return 'DEGRADING (was passing, now failing)';
    case 'flaky': {
      const recent = Math.min(executed, trendRules.window);
      return `FLAKY (${counted(changes, 'change')} in its last ${counted(recent, 'run')}, now ${passing === true ? 'passing' : 'failing'})`;
    }
    case null:
      return `none yet (executed in ${counted(executed, 'run')}, and ${trendRules.least} are needed)`;
    default:
      return trend satisfies never;
  }
}
