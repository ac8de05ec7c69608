// Two runs side by side: what surrounded them, what became of their tests, what their numbers say. Pure.
import { type MetricRow, metricRows } from './metric-rows.ts';
import { type PairedMetric, pairedByTest, pairedMetrics } from './pairs.ts';
import type { ComparedRun } from './run.ts';
import { type Difference, differencesBetween } from './surroundings.ts';
import { type TestChanges, testChanges } from './test-changes.ts';

/** Plain data; grows with what is read, never changes its meaning without `version`. */
export interface Comparison {
  readonly version: 1;
  readonly before: RunReference;
  readonly after: RunReference;
  /** What explains most comes first. */
  readonly surroundings: readonly Difference[];
  readonly tests: TestChanges;
  /** Of all tests of a loadout together, corrected for each other. */
  readonly metrics: readonly MetricRow[];
  /** Of each test, corrected for each other; empty where that was not asked for. */
  readonly metricsByTest: readonly MetricRow[];
  /** Measured, but never on both sides of one repeat. */
  readonly unpaired: readonly UnpairedMetric[];
}

export interface RunReference {
  readonly runId: string;
  readonly startedAt: string | null;
}

export interface UnpairedMetric {
  readonly domain: string;
  readonly loadout: string | null;
  readonly metric: string;
  /** Values in each run. */
  readonly before: number;
  readonly after: number;
}

export function compareRuns(before: ComparedRun, after: ComparedRun, { byTest }: { byTest: boolean }): Comparison {
  const paired = pairedMetrics(before, after);
  return {
    version: 1,
    before: { runId: before.runId, startedAt: before.startedAt },
    after: { runId: after.runId, startedAt: after.startedAt },
    surroundings: differencesBetween(before.surroundings, after.surroundings),
    tests: testChanges(before.tests, after.tests),
    metrics: metricRows(paired),
    metricsByTest: byTest ? metricRows(pairedByTest(paired)) : [],
    unpaired: paired.filter(({ pairs }) => pairs.length === 0).map(unpairedOf),
  };
}

/** Whether a gate should close: a test regressed, or a metric of a loadout is worse. */
export function hasRegression({ tests, metrics }: Comparison): boolean {
  return tests.regressed.length > 0 || metrics.some(({ verdict }) => verdict.kind === 'worse');
}

function unpairedOf({ domain, loadout, metric, measured }: PairedMetric): UnpairedMetric {
  return { domain, loadout, metric: metric.name, ...measured };
}
