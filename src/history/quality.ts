// What runs say of a test, of a group and of a run over time. The rules are written out in docs/metrics.md. Pure.

import { isBad } from '../domain/results.ts';
import type { Summary } from '../domain/summary.ts';
import type { TestRun } from './history-store.ts';
import { type GroupState, groupState } from './status/group-state.ts';

export type Trend = 'stable' | 'improving' | 'degrading' | 'flaky';

export interface TestQuality {
  /** Runs in which it was executed; all else is about them. */
  readonly executed: number;
  /** Percent; null where it was executed in no run. */
  readonly passRate: number | null;
  /** Null below two runs. */
  readonly trend: Trend | null;
  /** Of its newest executed run. */
  readonly passing: boolean | null;
  /** Of the runs that the trend looks at: how often the outcome changed, or took more than one attempt. */
  readonly changes: number;
  /** Null where no run measured it to its end. */
  readonly averageDurationMs: number | null;
  /** Percent of its runs after the first that came out as the one before, at the first attempt; null below two runs. */
  readonly reliability: number | null;
}

export const trendRules = {
  /** Executed runs below which there is no trend. */
  least: 2,
  /** Newest executed runs that count. */
  window: 10,
  /** Changes within the window that make a test flaky. */
  flaky: 3,
  /** Newest executed runs that must agree for an earlier change to be forgotten. */
  settled: 5,
} as const;

type Outcome = Pick<TestRun, 'status' | 'flaky' | 'durationMs'>;

/** `runs` oldest first. */
export function testQuality(runs: readonly Outcome[]): TestQuality {
  const executed = runs.filter(isExecuted);
  const passed = executed.filter(isPass).length;
  const measured = executed.filter(({ status }) => status === 'passed' || status === 'failed');
  const times = measured.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  const newest = executed.at(-1);
  return {
    executed: executed.length,
    passRate: percent(passed, executed.length),
    trend: trendOf(executed),
    passing: newest === undefined ? null : isPass(newest),
    changes: changesIn(executed.slice(-trendRules.window)),
    averageDurationMs: times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0) / times.length,
    reliability: percent(executed.length - 1 - unsteady(executed), executed.length - 1),
  };
}

function trendOf(executed: readonly Outcome[]): Trend | null {
  const recent = executed.slice(-trendRules.window);
  const newest = recent.at(-1);
  if (newest === undefined || recent.length < trendRules.least) return null;
  if (changesIn(recent) >= trendRules.flaky) return 'flaky';
  const settled = recent.slice(-trendRules.settled);
  if (settled.every((run) => isPass(run) === isPass(newest))) return 'stable';
  return isPass(newest) ? 'improving' : 'degrading';
}

/** A pass that needed a further attempt has changed within its own run. */
function changesIn(runs: readonly Outcome[]): number {
  return runs.filter((run, index) => run.flaky || differs(run, runs[index - 1])).length;
}

function unsteady(runs: readonly Outcome[]): number {
  return runs.filter((run, index) => index > 0 && (run.flaky || differs(run, runs[index - 1]))).length;
}

function differs(run: Outcome, before: Outcome | undefined): boolean {
  return before !== undefined && isPass(run) !== isPass(before);
}

/** A test that was skipped or not reached says nothing; a timeout or an error says that it did not pass. */
function isExecuted({ status }: Outcome): boolean {
  return status === 'passed' || isBad(status);
}

function isPass({ status }: Outcome): boolean {
  return status === 'passed';
}

export interface RunQuality {
  /** Percent of its tests that were executed; null where it has none. */
  readonly coverage: number | null;
  /** Percent of the executed ones; null where there are none. */
  readonly passRate: number | null;
}

export function runQuality({ total, executed, passed }: Summary): RunQuality {
  return { coverage: percent(executed, total), passRate: percent(passed, executed) };
}

export interface GroupQuality {
  /** Percent of its executed tests; null where none was executed. */
  readonly passRate: number | null;
  readonly status: GroupState;
}

export function groupQuality(summary: Summary): GroupQuality {
  return { passRate: percent(summary.passed, summary.executed), status: groupState(summary) };
}

/** To one digit behind the point. */
export function percent(part: number, whole: number): number | null {
  return whole <= 0 ? null : Math.round((part / whole) * 1000) / 10;
}
