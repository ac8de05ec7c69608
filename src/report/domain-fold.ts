// Folds the results of one domain, one at a time, into counts and statistics. Pure.
import type { DriverName } from '../domain/plan.ts';
import { isBad, type TrialResult } from '../domain/results.ts';
import { stageOf } from '../domain/stages.ts';
import type { Verdict } from '../domain/summary.ts';
import { noReason } from '../domain/wording.ts';
import { ContentsFold } from './contents-fold.ts';
import { LoadoutFold } from './loadout-fold.ts';
import type { Contents, LoadoutData, LoadoutRecord, SkipCount, ValidityCount } from './run-data.ts';

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
  readonly driver: DriverName | null;
  readonly stages: number;
  readonly loadouts: readonly LoadoutData[];
  readonly contents: Contents;
  readonly validity: readonly ValidityCount[];
  readonly skips: readonly SkipCount[];
  /** Attempts that failed, timed out or broke. */
  readonly bad: number;
  readonly decides: (result: Verdict) => boolean;
}

export class DomainFold {
  #trials = 0;
  #bad = 0;
  #stages = 0;
  #driver: DriverName | null = null;
  /** The last attempt of each repeat that had a bad one. */
  readonly #lastAttempts = new Map<string, number>();
  readonly #loadouts = new Map<string | null, LoadoutFold>();
  readonly #contents = new ContentsFold();
  readonly #validity = new Map<string, { trials: number; detail: string }>();
  readonly #skips = new Map<string, number>();

  readonly #outdated: ReadonlyMap<string, number>;
  readonly #results = new Map<string, number>();
  /** The last attempt of each repeat that counts no more. */
  readonly #outdatedAttempts = new Map<string, number>();

  /** `outdated`: by test id, how many of its first results count no more. */
  constructor(started: Iterable<StartedTest>, outdated: ReadonlyMap<string, number> = new Map()) {
    this.#outdated = outdated;
    for (const { testId, loadout, repeats } of started) this.#loadout(loadout).tally.expect(testId, repeats);
  }

  add(result: TrialResult): void {
    this.#trials += 1;
    this.#driver ??= result.driver;
    this.#stages += result.steps.filter((step) => stageOf(step) !== null).length;
    if (this.#isOutdated(result)) this.#outdatedAttempts.set(repeatKey(result), result.attempt);
    else this.#loadout(result.loadout).add(result);
    this.#contents.add(result);
    this.#noteAttempt(result);
    this.#noteValidity(result);
    if (result.status === 'skipped') {
      const reason = result.reason ?? result.error ?? noReason;
      this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + 1);
    }
  }

  finish(records: ReadonlyMap<string, LoadoutRecord>): DomainStatistics {
    const loadouts = [...this.#loadouts].map(([loadout, fold]) =>
      fold.finish(loadout, loadout === null ? undefined : records.get(loadout)),
    );
    return {
      trials: this.#trials,
      tests: loadouts.reduce((sum, { summary }) => sum + summary.total, 0),
      driver: this.#driver,
      stages: this.#stages,
      loadouts,
      contents: this.#contents.get(),
      validity: [...this.#validity].map(([reason, count]) => ({ reason, ...count })),
      skips: [...this.#skips].map(([reason, trials]) => ({ reason, trials })),
      bad: this.#bad,
      decides: (result) => this.#decides(result),
    };
  }

  #isOutdated({ testId }: TrialResult): boolean {
    if (this.#outdated.size === 0) return false;
    const results = (this.#results.get(testId) ?? 0) + 1;
    this.#results.set(testId, results);
    return results <= (this.#outdated.get(testId) ?? 0);
  }

  #decides(result: Verdict): boolean {
    const key = repeatKey(result);
    if (result.attempt <= (this.#outdatedAttempts.get(key) ?? 0)) return false;
    return (this.#lastAttempts.get(key) ?? result.attempt) === result.attempt;
  }

  #noteAttempt(result: TrialResult): void {
    const key = repeatKey(result);
    const bad = isBad(result.status);
    if (bad) this.#bad += 1;
    if (bad || this.#lastAttempts.has(key)) this.#lastAttempts.set(key, result.attempt);
  }

  /** Trials are counted, whatever the number of notes of one kind in them. */
  #noteValidity({ validity }: TrialResult): void {
    const firsts = new Map(validity.toReversed().map(({ reason, detail }) => [reason, detail]));
    for (const [reason, detail] of firsts) {
      const known = this.#validity.get(reason);
      if (known === undefined) this.#validity.set(reason, { trials: 1, detail });
      else known.trials += 1;
    }
  }

  #loadout(name: string | null): LoadoutFold {
    let fold = this.#loadouts.get(name);
    if (fold === undefined) {
      fold = new LoadoutFold();
      this.#loadouts.set(name, fold);
    }
    return fold;
  }
}

function repeatKey({ testId, repeat }: Verdict): string {
  return `${testId}\n${repeat}`;
}
