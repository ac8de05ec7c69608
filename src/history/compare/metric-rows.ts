// Each metric that was measured in both runs: how far it moved, how sure that is, and what may be said. Pure.
import { mean, sampleVariance } from 'simple-statistics';
import { holm } from './holm.ts';
import { type MetricVerdict, metricVerdict } from './metric-verdict.ts';
import type { Pair, PairedMetric } from './pairs.ts';
import { furtherNeeded } from './sample-size.ts';
import { differenceOn, type Scale, scaleOf, shown, typical } from './scale.ts';
import { fewestUnits, type Interval, type SignBootstrap, signBootstrap } from './sign-bootstrap.ts';
import { type Units, unitsOf } from './units.ts';

/** The chance that any metric of a comparison is called better or worse where nothing differs. */
export const familyLevel = 0.05;

export interface MetricRow {
  readonly domain: string;
  readonly loadout: string | null;
  /** Null where all tests of the loadout are taken together. */
  readonly testId: string | null;
  readonly metric: string;
  readonly builtin: boolean;
  readonly verdict: MetricVerdict;
  readonly kind: Scale['kind'];
  /** Typical values of the pairs: geometric means under `ratio`, means under `difference`. */
  readonly before: number;
  readonly after: number;
  /** After divided by before, or after minus before. */
  readonly effect: number;
  /** Of the effect; null where too little was measured for one at this level. */
  readonly interval: Interval | null;
  /** The interval's chance of being wrong. */
  readonly level: number;
  /** Corrected for the other metrics; null where the metric does not judge. */
  readonly p: number | null;
  readonly unit: Units['per'];
  readonly tests: number;
  readonly pairs: number;
  readonly doubtfulPairs: DoubtfulPairs;
}

export interface DoubtfulPairs {
  readonly count: number;
  /** Nothing else was measured, so they were not left out. */
  readonly used: boolean;
}

interface Candidate {
  readonly paired: PairedMetric;
  readonly pairs: readonly Pair[];
  readonly scale: Scale;
  readonly units: Units;
  readonly bootstrap: SignBootstrap;
}

/** One family, whose members are corrected for each other; a metric without a pair has no row. */
export function metricRows(metrics: readonly PairedMetric[]): MetricRow[] {
  const withPairs = metrics.filter(({ pairs }) => pairs.length > 0);
  const judges = ({ metric }: PairedMetric) => metric.better !== 'neither';
  const size = Math.max(1, withPairs.filter(judges).length);
  const candidates = withPairs.map((paired) => candidateOf(paired, judges(paired) ? size : 1));
  const judged = candidates.filter(({ paired }) => judges(paired));
  const ps = judged.map(({ bootstrap }) => bootstrap.p);
  const corrections = new Map(holm(ps, familyLevel).map((correction, index) => [judged[index], correction]));
  return candidates.map((each) => rowOf(each, corrections.get(each) ?? { p: null, level: familyLevel }));
}

/** Enough patterns of signs that twenty lie outside the interval on each side, even at the strictest level. */
function patternsFor(size: number): number {
  return Math.max(10_000, 800 * size);
}

function candidateOf(paired: PairedMetric, size: number): Candidate {
  const sound = paired.pairs.filter(({ doubtful }) => !doubtful);
  const pairs = sound.length > 0 ? sound : paired.pairs;
  const scale = scaleOf(paired.metric, pairs);
  const differences = pairs.map((pair) => ({ testId: pair.testId, value: differenceOn(scale, pair) }));
  const units = unitsOf(differences, fewestUnits(familyLevel / size));
  return { paired, pairs, scale, units, bootstrap: signBootstrap(units.values, patternsFor(size)) };
}

function rowOf(candidate: Candidate, { p, level }: { readonly p: number | null; readonly level: number }): MetricRow {
  const { paired, pairs, scale, units, bootstrap } = candidate;
  const { domain, loadout, testId, metric, builtin } = paired;
  const values = [...units.values];
  const centre = mean(values);
  const interval = bootstrap.interval(level);
  const variance = values.length > 1 ? sampleVariance(values) : null;
  const verdict = metricVerdict({
    better: metric.better,
    scale,
    centre,
    interval,
    level,
    further: (aim) => furtherNeeded(units, variance, pairs.length, aim),
  });
  const doubtful = paired.pairs.filter((pair) => pair.doubtful).length;
  return {
    domain,
    loadout,
    testId,
    metric: metric.name,
    builtin,
    verdict,
    kind: scale.kind,
    before: typical(
      scale,
      pairs.map(({ before }) => before),
    ),
    after: typical(
      scale,
      pairs.map(({ after }) => after),
    ),
    effect: shown(scale, centre),
    interval: interval && { low: shown(scale, interval.low), high: shown(scale, interval.high) },
    level,
    p,
    unit: units.per,
    tests: units.tests,
    pairs: pairs.length,
    doubtfulPairs: { count: doubtful, used: doubtful > 0 && doubtful === paired.pairs.length },
  };
}
