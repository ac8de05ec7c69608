// What the final summary needs of a run, gathered event by event. Failures are kept whole up to a limit, everything that
// grows with passed trials is counted or sampled.
import type { EventOf, RecordedEvent, RunOutcome, StopReason } from '../../domain/events.ts';
import { isBad, type TrialResult } from '../../domain/results.ts';
import type { Summary } from '../../domain/summary.ts';
import { noReason } from '../../domain/wording.ts';
import { type LoadoutDigest, LoadoutFigures } from './loadout-figures.ts';

/** Failed repeats that are kept whole; further ones are counted. */
export const failuresKept = 200;
const namesKept = 500;
const reasonsKept = 100;
const doubtsKept = 20;

export interface SkipGroup {
  readonly reason: string;
  readonly tests: readonly string[];
  /** Tests beyond those that are named. */
  readonly more: number;
}

/** What makes numbers doubtful, and in how many trials. */
export interface Doubts {
  readonly trials: number;
  /** The most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly trials: number }[];
}

export interface Restarts {
  readonly service: string;
  readonly times: number;
  /** Of the last time. */
  readonly why: string;
}

export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly summary: Summary;
  readonly durationMs: number;
  readonly reason: StopReason | null;
}

export interface Digest {
  readonly runId: string | null;
  /** The last attempt of each repeat that did not pass, in the order of execution. */
  readonly failures: readonly TrialResult[];
  readonly moreFailures: number;
  readonly flaky: readonly string[];
  readonly moreFlaky: number;
  readonly skipped: readonly SkipGroup[];
  readonly loadouts: readonly LoadoutDigest[];
  readonly doubts: Doubts;
  /** Services that died or hung and were started again, in the order of their first time. */
  readonly restarts: readonly Restarts[];
  /** Null while the run has not come to its end. */
  readonly end: RunEnd | null;
  /** Relative to the run folder. */
  readonly report: string | null;
  readonly reportError: string | null;
}

export class RunDigest {
  readonly #failures = new Map<string, TrialResult>();
  readonly #flaky = new NameList();
  readonly #skipped = new Map<string, NameList>();
  readonly #recalledSkips = new Map<string, TrialResult>();
  /** Of earlier parts of the run: whether they count is known at the end. */
  readonly #recalled: { readonly result: TrialResult; readonly first: boolean }[] = [];
  readonly #anew = new Map<string, number>();
  readonly #figures = new LoadoutFigures();
  readonly #doubts = new Map<string, number>();
  readonly #restarts = new Map<string, Restarts>();
  #doubtful = 0;
  #moreFailures = 0;
  #runId: string | null = null;
  #end: RunEnd | null = null;
  #report: string | null = null;
  #reportError: string | null = null;

  add({ event }: RecordedEvent): void {
    if (event.type === 'trial.finished') this.#addResult(event.result);
    else if (event.type === 'loadout.finished') this.#figures.finish(event);
    else if (event.type === 'service.restarting') this.#addRestart(event);
    else if (event.type === 'run.started' || event.type === 'run.continued') this.#runId = event.runId;
    else if (event.type === 'run.finished') {
      const { outcome, summary, durationMs, reason } = event;
      this.#end = { outcome, summary, durationMs, reason };
    } else if (event.type === 'report.finished') this.#report = event.path;
    else if (event.type === 'report.failed') this.#reportError = event.message;
  }

  get(): Digest {
    for (const result of this.#recalledSkips.values()) this.#addSkipped(result);
    this.#recalledSkips.clear();
    for (const { result, first } of this.#recalled.splice(0)) {
      if (result.attempt >= (this.#anew.get(repeatKey(result)) ?? 0)) this.#addFigures(result, first);
    }
    return {
      runId: this.#runId,
      failures: [...this.#failures.values()],
      moreFailures: this.#moreFailures,
      flaky: this.#flaky.names,
      moreFlaky: this.#flaky.more,
      skipped: [...this.#skipped].map(([reason, list]) => ({ reason, tests: list.names, more: list.more })),
      loadouts: this.#figures.get(),
      doubts: { trials: this.#doubtful, reasons: mostFrequent(this.#doubts) },
      restarts: [...this.#restarts.values()],
      end: this.#end,
      report: this.#report,
      reportError: this.#reportError,
    };
  }

  #addRestart({ service, why }: EventOf<'service.restarting'>): void {
    this.#restarts.set(service, { service, why, times: (this.#restarts.get(service)?.times ?? 0) + 1 });
  }

  /** A result of an earlier part of a run that is continued. What was skipped there may be executed yet. */
  recall(result: TrialResult): void {
    this.#figures.expect(result);
    if (result.status === 'skipped') this.#recalledSkips.set(repeatKey(result), result);
    else this.#recalled.push({ result, first: this.#addVerdict(result) });
  }

  #addResult(result: TrialResult): void {
    const first = this.#addVerdict(result);
    if (result.status === 'skipped') this.#addSkipped(result);
    else this.#addFigures(result, first);
  }

  #addFigures(result: TrialResult, first: boolean): void {
    this.#figures.add(result, first);
    this.#addDoubts(result);
    if (result.flaky) this.#flaky.add(result.testId);
  }

  /** Whether it is the first attempt of its repeat that was executed and counts. */
  #addVerdict(result: TrialResult): boolean {
    const wasSkipped = this.#recalledSkips.delete(repeatKey(result));
    if (result.anew === true) this.#anew.set(repeatKey(result), result.attempt);
    if (result.attempt > 1 && !wasSkipped) this.#forgetFailure(result);
    if (isBad(result.status)) this.#keepFailure(result);
    return result.attempt === 1 || wasSkipped || result.anew === true;
  }

  #keepFailure(result: TrialResult): void {
    if (this.#failures.size < failuresKept) this.#failures.set(repeatKey(result), result);
    else this.#moreFailures += 1;
  }

  #addDoubts({ validity }: TrialResult): void {
    if (validity.length > 0) this.#doubtful += 1;
    for (const reason of new Set(validity.map((note) => note.reason))) {
      const key = this.#doubts.has(reason) || this.#doubts.size < doubtsKept ? reason : 'other reasons';
      this.#doubts.set(key, (this.#doubts.get(key) ?? 0) + 1);
    }
  }

  /** Only the last attempt counts. One that is not executed anew means that the one before it failed. */
  #forgetFailure(result: TrialResult): void {
    const known = this.#failures.delete(repeatKey(result));
    if (!known && result.anew !== true && this.#moreFailures > 0) this.#moreFailures -= 1;
  }

  #addSkipped({ testId, reason = noReason }: TrialResult): void {
    const known = this.#skipped.get(reason);
    const key = known !== undefined || this.#skipped.size < reasonsKept ? reason : 'other reasons';
    const list = this.#skipped.get(key) ?? new NameList();
    list.add(testId);
    this.#skipped.set(key, list);
  }
}

function repeatKey({ testId, repeat }: TrialResult): string {
  return `${testId} ${repeat}`;
}

function mostFrequent(counts: ReadonlyMap<string, number>): Doubts['reasons'] {
  return [...counts].map(([reason, trials]) => ({ reason, trials })).sort((a, b) => b.trials - a.trials);
}

/** Names without repetition, up to a limit, then a count. */
class NameList {
  readonly #names = new Set<string>();
  #more = 0;

  add(name: string): void {
    if (this.#names.has(name)) return;
    if (this.#names.size < namesKept) this.#names.add(name);
    else this.#more += 1;
  }

  get names(): readonly string[] {
    return [...this.#names];
  }

  get more(): number {
    return this.#more;
  }
}
