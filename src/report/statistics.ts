// Folds the results of one domain, one at a time, into counts and statistics. Pure.
import { isBad, type TrialResult } from '../domain/results.ts';
import { Tally, type Verdict } from '../domain/summary.ts';
import type { Contents, LoadoutData, LoadoutTimes, MetricStatistics, SkipCount, ValidityCount } from './run-data.ts';

/** A test that was started, whether or not it finished. */
export interface StartedTest {
  readonly testId: string;
  readonly loadout: string | null;
  readonly repeats: number;
}

export interface DomainStatistics {
  readonly trials: number;
  /** Test ids of which something was recorded. */
  readonly tests: number;
  readonly loadouts: readonly LoadoutData[];
  readonly contents: Contents;
  readonly validity: readonly ValidityCount[];
  readonly skips: readonly SkipCount[];
  /** Attempts that failed, timed out or broke. */
  readonly bad: number;
  readonly decides: (result: Verdict) => boolean;
}

interface Samples {
  readonly values: number[];
  doubtful: number;
}

interface LoadoutFold {
  readonly tally: Tally;
  readonly samples: Map<string, Samples>;
  builtin: boolean;
}

type Flags = { -readonly [Key in Exclude<keyof Contents, 'metrics'>]: boolean };

export class DomainFold {
  #trials = 0;
  #bad = 0;
  /** The last attempt of each repeat that had a bad one. */
  readonly #lastAttempts = new Map<string, number>();
  readonly #loadouts = new Map<string | null, LoadoutFold>();
  readonly #metrics = new Set<string>();
  readonly #validity = new Map<string, { trials: number; detail: string }>();
  readonly #skips = new Map<string, number>();
  readonly #flags: Flags = {
    groups: false,
    loadouts: false,
    tags: false,
    steps: false,
    validity: false,
    serviceLogs: false,
  };

  constructor(started: Iterable<StartedTest>) {
    for (const { testId, loadout, repeats } of started) this.#loadout(loadout).tally.expect(testId, repeats);
  }

  add(result: TrialResult): void {
    this.#trials += 1;
    const fold = this.#loadout(result.loadout);
    fold.tally.add(result);
    this.#noteAttempt(result);
    if (Object.values(result.services).some((service) => service.builtin)) fold.builtin = true;
    this.#addMetrics(fold, result);
    this.#note(result);
    for (const { reason, detail } of result.validity) {
      const known = this.#validity.get(reason);
      if (known === undefined) this.#validity.set(reason, { trials: 1, detail });
      else known.trials += 1;
    }
    if (result.status === 'skipped') {
      const reason = result.reason ?? result.error ?? 'no reason recorded';
      this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + 1);
    }
  }

  finish(times: ReadonlyMap<string, LoadoutTimes>): DomainStatistics {
    const loadouts = [...this.#loadouts].map(([loadout, fold]) => ({
      loadout,
      builtin: fold.builtin,
      summary: fold.tally.summary(),
      metrics: new Map([...fold.samples].map(([name, samples]) => [name, describeSamples(samples)])),
      times: loadout === null ? null : (times.get(loadout) ?? null),
    }));
    return {
      trials: this.#trials,
      tests: loadouts.reduce((sum, { summary }) => sum + summary.total, 0),
      loadouts,
      contents: { metrics: this.#metrics, ...this.#flags },
      validity: [...this.#validity].map(([reason, count]) => ({ reason, ...count })),
      skips: [...this.#skips].map(([reason, trials]) => ({ reason, trials })),
      bad: this.#bad,
      decides: (result) => (this.#lastAttempts.get(repeatKey(result)) ?? result.attempt) === result.attempt,
    };
  }

  #noteAttempt(result: TrialResult): void {
    const key = repeatKey(result);
    const bad = isBad(result.status);
    if (bad) this.#bad += 1;
    if (bad || this.#lastAttempts.has(key)) this.#lastAttempts.set(key, result.attempt);
  }

  #loadout(name: string | null): LoadoutFold {
    let fold = this.#loadouts.get(name);
    if (fold === undefined) {
      fold = { tally: new Tally(), samples: new Map(), builtin: false };
      this.#loadouts.set(name, fold);
    }
    return fold;
  }

  /** What timed out or broke was not measured to its end, so its numbers are shown but never averaged. */
  #addMetrics(fold: LoadoutFold, result: TrialResult): void {
    const measured = result.status === 'passed' || result.status === 'failed';
    for (const [name, value] of Object.entries(result.metrics)) {
      this.#metrics.add(name);
      if (!measured || typeof value !== 'number' || !Number.isFinite(value)) continue;
      let samples = fold.samples.get(name);
      if (samples === undefined) {
        samples = { values: [], doubtful: 0 };
        fold.samples.set(name, samples);
      }
      samples.values.push(value);
      if (result.validity.length > 0) samples.doubtful += 1;
    }
  }

  #note(result: TrialResult): void {
    const flags = this.#flags;
    flags.groups ||= result.group !== null;
    flags.loadouts ||= result.loadout !== null;
    flags.tags ||= result.tags.length > 0;
    flags.steps ||= result.steps.length > 0;
    flags.validity ||= result.validity.length > 0;
    flags.serviceLogs ||= Object.values(result.services).some((service) => service.log !== undefined);
  }
}

function repeatKey({ testId, repeat }: Verdict): string {
  return `${testId}\n${repeat}`;
}

function describeSamples({ values, doubtful }: Samples): MetricStatistics {
  const sorted = Float64Array.from(values).sort();
  return {
    count: sorted.length,
    doubtful,
    median: percentile(sorted, 0.5),
    min: percentile(sorted, 0),
    max: percentile(sorted, 1),
  };
}

/** Linear between closest ranks, at position (n − 1)·q as NumPy does by default. `sorted` ascends and is not empty. */
export function percentile(sorted: Float64Array, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
