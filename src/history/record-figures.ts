// What several records say together: how often something fails, and how one version did beside another. Pure.
import type { HistoryRecord } from './history-store.ts';
import { percent } from './quality.ts';

export interface FailureRate {
  readonly name: string;
  readonly runs: number;
  /** With at least one failed test. */
  readonly failedRuns: number;
  /** Over all runs. */
  readonly failedTests: number;
  /** Percent of the tests that passed or failed; null where none did. */
  readonly failureRate: number | null;
  /** ISO, of the newest run. */
  readonly lastRun: string;
}

/** The highest rate first; names of the same rate in the order of the alphabet. */
export function failureRates(records: readonly HistoryRecord[]): readonly FailureRate[] {
  const rates = [...groupedBy(records, ({ agent_name }) => agent_name)].map(([name, own]): FailureRate => {
    const { passed, failed } = sums(own);
    return {
      name,
      runs: own.length,
      failedRuns: own.filter(({ result_summary }) => result_summary.failed > 0).length,
      failedTests: failed,
      failureRate: percent(failed, passed + failed),
      lastRun: own.reduce((latest, { timestamp }) => (timestamp > latest ? timestamp : latest), ''),
    };
  });
  return rates.sort((a, b) => (b.failureRate ?? -1) - (a.failureRate ?? -1) || (a.name < b.name ? -1 : 1));
}

export interface VersionFigures {
  readonly version: string;
  readonly runs: number;
  readonly passedTests: number;
  readonly failedTests: number;
  /** Percent of the tests that passed or failed; null where none did. */
  readonly passRate: number | null;
  /** Seconds; null without a run. */
  readonly averageDuration: number | null;
}

export interface VersionTrend {
  readonly versions: readonly [VersionFigures, VersionFigures];
  /** Points of percent from the first to the second; null where one of them has no rate. */
  readonly change: number | null;
  readonly trend: 'improving' | 'degrading' | 'stable' | null;
}

/** `from` and `to` are versions, in the order in which they are compared. */
export function versionTrend(records: readonly HistoryRecord[], from: string, to: string): VersionTrend {
  const figures = (version: string): VersionFigures => figuresOf(version, records);
  const versions = [figures(from), figures(to)] as const;
  const [before, after] = versions.map(({ passRate }) => passRate);
  if (before === null || before === undefined || after === null || after === undefined) {
    return { versions, change: null, trend: null };
  }
  const change = Math.round((after - before) * 10) / 10;
  return { versions, change, trend: change > 0 ? 'improving' : change < 0 ? 'degrading' : 'stable' };
}

function figuresOf(version: string, records: readonly HistoryRecord[]): VersionFigures {
  const own = records.filter((record) => record.version === version);
  const { passed, failed, duration } = sums(own);
  return {
    version,
    runs: own.length,
    passedTests: passed,
    failedTests: failed,
    passRate: percent(passed, passed + failed),
    averageDuration: own.length === 0 ? null : Math.round((duration / own.length) * 1000) / 1000,
  };
}

function sums(records: readonly HistoryRecord[]): { passed: number; failed: number; duration: number } {
  const sum = { passed: 0, failed: 0, duration: 0 };
  for (const { result_summary, duration } of records) {
    sum.passed += result_summary.passed;
    sum.failed += result_summary.failed;
    sum.duration += duration;
  }
  return sum;
}

function groupedBy<T>(items: readonly T[], nameOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
