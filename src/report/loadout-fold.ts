// Folds the results of one loadout, one at a time, into counts, statistics and sums. Pure.
import { type BuiltinShare, bothShares, builtinShare } from '../domain/builtin.ts';
import type { TrialResult } from '../domain/results.ts';
import { percentile } from '../domain/statistics.ts';
import { Tally } from '../domain/summary.ts';
import type { LoadoutData, LoadoutRecord, MetricStatistics } from './run-data.ts';

interface Samples {
  readonly values: number[];
  doubtful: number;
}

/** Errors over words, or over characters. */
interface Errors {
  errors: number;
  of: number;
}

export class LoadoutFold {
  readonly tally = new Tally();
  readonly #samples = new Map<string, Samples>();
  readonly #words: Errors = { errors: 0, of: 0 };
  readonly #characters: Errors = { errors: 0, of: 0 };
  readonly #energy = { joules: 0, attempts: 0 };
  #builtin: BuiltinShare | null = null;
  #attempts = 0;
  #doubtful = 0;

  add(result: TrialResult): void {
    const { metrics, validity, services, status } = result;
    this.tally.add(result);
    if (status === 'skipped') return;
    this.#attempts += 1;
    if (validity.length > 0) this.#doubtful += 1;
    this.#builtin = bothShares(this.#builtin, builtinShare(services));
    if (typeof metrics['energyJ'] === 'number') {
      this.#energy.joules += metrics['energyJ'];
      this.#energy.attempts += 1;
    }
    // What timed out or broke was not measured to its end, so its numbers are shown but never averaged.
    if (status === 'passed' || status === 'failed') this.#addMetrics(result);
  }

  finish(loadout: string | null, record: LoadoutRecord | undefined): LoadoutData {
    return {
      loadout,
      builtin: this.#builtin,
      summary: this.tally.summary(),
      metrics: new Map([...this.#samples].map(([name, samples]) => [name, describeSamples(samples)])),
      times: record?.times ?? null,
      gpus: record?.gpus ?? [],
      keptMiB: record?.keptMiB ?? new Map(),
      corpus: { wer: rateOf(this.#words), cer: rateOf(this.#characters) },
      energy: this.#energy.attempts === 0 ? null : { ...this.#energy },
      attempts: this.#attempts,
      doubtful: this.#doubtful,
    };
  }

  #addMetrics({ metrics, validity }: TrialResult): void {
    addErrors(this.#words, metrics['wordErrors'], metrics['referenceWords']);
    addErrors(this.#characters, metrics['characterErrors'], metrics['referenceCharacters']);
    for (const [name, value] of Object.entries(metrics)) {
      if (typeof value !== 'number' || !Number.isFinite(value)) continue;
      let samples = this.#samples.get(name);
      if (samples === undefined) {
        samples = { values: [], doubtful: 0 };
        this.#samples.set(name, samples);
      }
      samples.values.push(value);
      if (validity.length > 0) samples.doubtful += 1;
    }
  }
}

function addErrors(sum: Errors, errors: number | string | undefined, of: number | string | undefined): void {
  if (typeof errors !== 'number' || typeof of !== 'number') return;
  sum.errors += errors;
  sum.of += of;
}

function rateOf({ errors, of }: Errors): number | null {
  return of > 0 ? errors / of : null;
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
