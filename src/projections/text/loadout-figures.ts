// Counts, medians, times and memory of each loadout, in memory that does not grow with the number of trials.
import { type BuiltinShare, bothShares, builtinShare } from '../../domain/builtin.ts';
import type { EventOf, LoadoutGpuMemory, LoadoutTimes } from '../../domain/events.ts';
import { keyFigures } from '../../domain/key-figures.ts';
import type { DriverName } from '../../domain/plan.ts';
import type { Metrics, TrialResult } from '../../domain/results.ts';
import { Reservoir } from './reservoir.ts';

export interface LoadoutDigest {
  readonly domain: string;
  readonly loadout: string | null;
  /** Null where no trial of it used a service. */
  readonly builtin: BuiltinShare | null;
  /** Executed repeats; skipped ones are not among them. */
  readonly trials: number;
  readonly passed: number;
  readonly slowestMs: number | null;
  readonly driver: DriverName;
  /** Medians of the driver's figures, in their order; null where none of its trials had it. */
  readonly medians: readonly (number | null)[];
  /** Σ errors / Σ words, over all trials with a reference; null without one. */
  readonly corpusWer: number | null;
  /** Executed trials with doubtful numbers. */
  readonly doubtful: number;
  /** The medians are those of a random sample. */
  readonly sampled: boolean;
  /** Null until it is over. */
  readonly times: LoadoutTimes | null;
  readonly gpus: readonly LoadoutGpuMemory[];
  readonly energy: Energy | null;
}

/** Of the trials in which it was measured. */
export interface Energy {
  readonly joules: number;
  /** All executed trials are among them. */
  readonly whole: boolean;
}

interface Figures {
  readonly domain: string;
  readonly loadout: string | null;
  readonly driver: DriverName;
  builtin: BuiltinShare | null;
  trials: number;
  passed: number;
  slowestMs: number | null;
  doubtful: number;
  wordErrors: number;
  referenceWords: number;
  joules: number;
  attempts: number;
  attemptsWithEnergy: number;
  times: LoadoutTimes | null;
  gpus: readonly LoadoutGpuMemory[];
  readonly values: readonly { readonly metric: string; readonly values: Reservoir }[];
}

export class LoadoutFigures {
  readonly #byLoadout = new Map<string, Figures>();

  /** A result of it will count later; loadouts stand in the order in which they were first heard of. */
  expect(result: TrialResult): void {
    if (result.status !== 'skipped') this.#figuresOf(result);
  }

  /** `first`: no attempt of this repeat was executed before. */
  add(result: TrialResult, first: boolean): void {
    if (result.status === 'skipped') return;
    const figures = this.#figuresOf(result);
    if (first) figures.trials += 1;
    if (result.status === 'passed') figures.passed += 1;
    figures.slowestMs = Math.max(figures.slowestMs ?? 0, result.durationMs);
    figures.builtin = bothShares(figures.builtin, builtinShare(result.services));
    if (result.validity.length > 0) figures.doubtful += 1;
    addEnergy(figures, result.metrics);
    // What timed out or broke was not measured to its end.
    if (result.status === 'passed' || result.status === 'failed') addMeasured(figures, result.metrics);
  }

  /** Says nothing of a loadout none of whose tests was executed. */
  finish({ domain, loadout, setupMs, warmupMs, executionMs, cleanupMs, gpus }: EventOf<'loadout.finished'>): void {
    const figures = this.#byLoadout.get(keyOf(domain, loadout));
    if (figures === undefined) return;
    figures.times = { setupMs, warmupMs, executionMs, cleanupMs };
    figures.gpus = gpus;
  }

  get(): readonly LoadoutDigest[] {
    return [...this.#byLoadout.values()].map(digestOf);
  }

  #figuresOf({ domain, loadout, driver }: TrialResult): Figures {
    const key = keyOf(domain, loadout);
    let figures = this.#byLoadout.get(key);
    if (figures === undefined) {
      figures = { domain, loadout, driver, ...nothing, values: keyFigures[driver].map(withReservoir) };
      this.#byLoadout.set(key, figures);
    }
    return figures;
  }
}

const nothing = {
  builtin: null,
  trials: 0,
  passed: 0,
  slowestMs: null,
  doubtful: 0,
  wordErrors: 0,
  referenceWords: 0,
  joules: 0,
  attempts: 0,
  attemptsWithEnergy: 0,
  times: null,
  gpus: [],
} as const;

function withReservoir(metric: string) {
  return { metric, values: new Reservoir() };
}

function keyOf(domain: string, loadout: string | null): string {
  return `${domain} ${loadout ?? ''}`;
}

function addEnergy(figures: Figures, { energyJ }: Metrics): void {
  figures.attempts += 1;
  if (typeof energyJ !== 'number') return;
  figures.attemptsWithEnergy += 1;
  figures.joules += energyJ;
}

function addMeasured(figures: Figures, metrics: Metrics): void {
  const { wordErrors, referenceWords } = metrics;
  if (typeof wordErrors === 'number' && typeof referenceWords === 'number') {
    figures.wordErrors += wordErrors;
    figures.referenceWords += referenceWords;
  }
  for (const { metric, values } of figures.values) {
    const value = metrics[metric];
    if (typeof value === 'number') values.add(value);
  }
}

function digestOf(figures: Figures): LoadoutDigest {
  const { domain, loadout, driver, builtin, trials, passed, slowestMs, doubtful, times, gpus, values } = figures;
  const { wordErrors, referenceWords, joules, attempts, attemptsWithEnergy } = figures;
  return {
    domain,
    loadout,
    driver,
    builtin,
    trials,
    passed,
    slowestMs,
    doubtful,
    times,
    gpus,
    medians: values.map((metric) => metric.values.median()),
    corpusWer: referenceWords === 0 ? null : wordErrors / referenceWords,
    sampled: values.some((metric) => metric.values.sampled),
    energy: attemptsWithEnergy === 0 ? null : { joules, whole: attemptsWithEnergy === attempts },
  };
}
