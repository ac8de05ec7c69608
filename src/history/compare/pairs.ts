// What was measured in both runs, brought together by domain, loadout and metric. Pure.

import type { MetricDefinition } from '../../domain/metrics/definition.ts';
import { metricDefinitions } from '../../domain/metrics.ts';
import type { ComparedRun, ComparedTest, MeasuredRepeat, MeasuredTest } from './run.ts';

/** One repeat of one test, measured in both runs. */
export interface Pair {
  readonly testId: string;
  readonly before: number;
  readonly after: number;
  /** At least one of the two results carries a note under `validity`. */
  readonly doubtful: boolean;
}

export interface PairedMetric {
  readonly domain: string;
  readonly loadout: string | null;
  /** Null where all tests of the loadout are taken together. */
  readonly testId: string | null;
  readonly metric: MetricDefinition;
  readonly builtin: boolean;
  readonly pairs: readonly Pair[];
  /** Values on each side, paired or not. */
  readonly measured: { readonly before: number; readonly after: number };
}

interface OpenMetric extends Omit<PairedMetric, 'pairs' | 'measured'> {
  readonly pairs: Pair[];
  readonly measured: { before: number; after: number };
}

/** By domain and loadout in the order of the later run, then in the order of the metrics table. */
export function pairedMetrics(before: ComparedRun, after: ComparedRun): PairedMetric[] {
  const stretches = new Map<string, Map<string, OpenMetric>>();
  for (const testId of new Set([...after.tests.keys(), ...before.tests.keys()])) {
    const earlier = before.tests.get(testId);
    const later = after.tests.get(testId);
    const place = later?.measured ?? earlier?.measured ?? null;
    if (place === null) continue;
    const key = JSON.stringify([place.domain, place.loadout]);
    const stretch = stretches.get(key) ?? new Map<string, OpenMetric>();
    stretches.set(key, stretch);
    for (const repeats of repeatsOf(earlier, later)) addRepeat(stretch, testId, place, repeats);
  }
  return [...stretches.values()].flatMap((stretch) => metricDefinitions.flatMap(({ name }) => stretch.get(name) ?? []));
}

/** The same for each test alone. */
export function pairedByTest(paired: readonly PairedMetric[]): PairedMetric[] {
  return paired.flatMap((each) =>
    [...Map.groupBy(each.pairs, ({ testId }) => testId)].map(([testId, pairs]) => ({
      ...each,
      testId,
      pairs,
      measured: { before: pairs.length, after: pairs.length },
    })),
  );
}

interface Repeats {
  readonly earlier: MeasuredRepeat | undefined;
  readonly later: MeasuredRepeat | undefined;
}

function repeatsOf(before: ComparedTest | undefined, after: ComparedTest | undefined): Repeats[] {
  const earlier = before?.measured?.repeats ?? new Map<number, MeasuredRepeat>();
  const later = after?.measured?.repeats ?? new Map<number, MeasuredRepeat>();
  return [...new Set([...earlier.keys(), ...later.keys()])].map((repeat) => ({
    earlier: earlier.get(repeat),
    later: later.get(repeat),
  }));
}

function addRepeat(
  stretch: Map<string, OpenMetric>,
  testId: string,
  { domain, loadout, builtin }: MeasuredTest,
  { earlier, later }: Repeats,
): void {
  const doubtful = earlier?.doubtful === true || later?.doubtful === true;
  for (const metric of metricDefinitions) {
    const before = earlier?.metrics.get(metric.name);
    const after = later?.metrics.get(metric.name);
    if (before === undefined && after === undefined) continue;
    const nothing = { domain, loadout, testId: null, metric, builtin, pairs: [], measured: { before: 0, after: 0 } };
    const open: OpenMetric = stretch.get(metric.name) ?? nothing;
    stretch.set(metric.name, open);
    if (before !== undefined) open.measured.before += 1;
    if (after !== undefined) open.measured.after += 1;
    if (before !== undefined && after !== undefined) open.pairs.push({ testId, before, after, doubtful });
  }
}
