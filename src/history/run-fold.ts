// One run, folded event by event from its journal; what was folded before can be gone on with. Pure.
import { isBad } from '../domain/results.ts';
import type { Summary } from '../domain/summary.ts';
import type { JournalLine } from '../recorded/schemas/events.ts';
import type { RunEntry } from './history-store.ts';
import { finishedTrial, type RecordedAttempt, runEvents, type StartedEvent, startedTrial } from './journal-events.ts';
import { recordsOf, type SubjectRecord } from './records.ts';
import { type TestAbout, TestFold, type TestRow } from './test-fold.ts';

/** What is written down of a run, beside its tests and records. */
export interface RunRow extends Omit<RunEntry, 'regressions' | 'fixes' | 'pruned'> {
  /** Selected tests, as the run said at its beginning. */
  readonly planned: number;
}

/** What one reading of a journal gave. */
export interface FoldedRun {
  readonly run: RunRow;
  /** Of which something was read. */
  readonly tests: readonly TestRow[];
  /** One set for each time that the run finished. */
  readonly records: readonly (readonly SubjectRecord[])[];
}

export class RunFold {
  readonly #runId: string;
  #run: RunRow | null;
  readonly #tests = new Map<string, TestFold>();
  readonly #touched = new Set<string>();
  /** Repeats of tests that have no result yet, where the journal did not tell all tests at its beginning. */
  readonly #announced = new Map<string, number>();
  readonly #records: (readonly SubjectRecord[])[] = [];

  /** `before` is what an earlier reading gave, with all tests of the run. */
  constructor(runId: string, before: { readonly run: RunRow; readonly tests: readonly TestRow[] } | null = null) {
    this.#runId = runId;
    this.#run = before?.run ?? null;
    for (const row of before?.tests ?? []) this.#tests.set(row.testId, TestFold.from(row));
  }

  /** False for a result that does not look like one. */
  note({ at, elapsedMs, event }: JournalLine): boolean {
    let readable = true;
    switch (event.type) {
      case 'run.started':
      case 'run.continued':
        this.#begin(runEvents.started.safeParse(event).data, at);
        break;
      case 'tests.selected':
        this.#select(event);
        break;
      case 'trial.started':
        this.#expect(event);
        break;
      case 'trial.finished':
        readable = this.#finishTrial(event);
        break;
      case 'results.outdated':
        this.#outdate(event);
        break;
      case 'run.abandoned':
        this.#change({ status: 'abandoned' });
        break;
      case 'run.finished':
        this.#finish(event);
    }
    if (this.#run === null) return readable;
    // What comes after the end, such as the report, is not part of the run's time.
    const underWay = this.#run.outcome === null;
    this.#change({ updatedAt: at, ...(underWay && { durationMs: Math.max(this.#run.durationMs, elapsedMs) }) });
    return readable;
  }

  add(attempt: RecordedAttempt): void {
    this.#test(attempt.about).add(attempt);
  }

  /** Null where the journal does not say how the run began. */
  result(): FoldedRun | null {
    if (this.#run === null) return null;
    const touched = [...this.#touched].flatMap((testId) => this.#tests.get(testId)?.row() ?? []);
    return { run: { ...this.#run, summary: this.#summary() }, tests: touched, records: this.#records };
  }

  #begin(started: StartedEvent | undefined, at: string): void {
    if (started === undefined) return;
    const { dayId, plan, mode, triggeredBy, tests } = started;
    const { name, version, tags } = plan;
    const outline = { runId: this.#runId, dayId, plan: name, version, tags, mode, triggeredBy, planned: tests };
    const begun = { startedAt: this.#run?.startedAt ?? at, updatedAt: at, durationMs: this.#run?.durationMs ?? 0 };
    this.#run = { ...outline, ...begun, status: 'in_progress', outcome: null, summary: nothing };
  }

  #select(event: JournalLine['event']): void {
    const selected = runEvents.selected.safeParse(event).data;
    if (selected === undefined) return;
    const { domain, loadout, tests } = selected;
    for (const { testId, scenario, name, group, repeats } of tests) {
      this.#test({ testId, scenario, name, group, domain, loadout }).repeats = repeats;
    }
  }

  #expect(event: JournalLine['event']): void {
    const trial = startedTrial(event);
    if (trial === null) return;
    const known = this.#tests.get(trial.testId);
    if (known === undefined) this.#announced.set(trial.testId, trial.repeats);
    else if (known.repeats !== trial.repeats) this.#touch(trial.testId, known).repeats = trial.repeats;
  }

  #finishTrial(event: JournalLine['event']): boolean {
    const attempt = finishedTrial(event);
    if (attempt !== null) this.add(attempt);
    return attempt !== null;
  }

  #outdate(event: JournalLine['event']): void {
    for (const testId of runEvents.outdated.safeParse(event).data?.tests ?? []) {
      const test = this.#tests.get(testId);
      if (test !== undefined) this.#tests.set(testId, this.#touch(testId, test.blank()));
    }
  }

  #finish(event: JournalLine['event']): void {
    const finished = runEvents.finished.safeParse(event).data;
    if (finished === undefined || this.#run === null) return;
    const { status, outcome, durationMs } = finished;
    this.#change({ status, outcome, durationMs });
    if (status !== 'completed') return;
    const tests = [...this.#tests.values()].map((test) => test.row()).sort((a, b) => a.place - b.place);
    this.#records.push(recordsOf({ ...this.#run, durationMs, unnamed: this.#unnamed }, tests));
  }

  #test(about: TestAbout): TestFold {
    const { testId } = about;
    let test = this.#tests.get(testId);
    if (test === undefined) {
      test = new TestFold(about, this.#tests.size + 1, this.#announced.get(testId) ?? 1);
      this.#tests.set(testId, test);
      this.#announced.delete(testId);
    }
    test.describe(about);
    return this.#touch(testId, test);
  }

  #touch(testId: string, test: TestFold): TestFold {
    this.#touched.add(testId);
    return test;
  }

  #change(change: Partial<RunRow>): void {
    if (this.#run !== null) this.#run = { ...this.#run, ...change };
  }

  get #unnamed(): number {
    return Math.max(0, (this.#run?.planned ?? 0) - this.#tests.size);
  }

  #summary(): Summary {
    const counts = { passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: this.#unnamed };
    let executed = 0;
    let flaky = 0;
    for (const test of this.#tests.values()) {
      counts[test.status] += 1;
      if (test.status === 'passed' || isBad(test.status)) executed += 1;
      if (test.flaky) flaky += 1;
    }
    return { total: this.#tests.size + this.#unnamed, executed, ...counts, flaky };
  }
}

const nothing: Summary = {
  total: 0,
  executed: 0,
  passed: 0,
  failed: 0,
  timeout: 0,
  error: 0,
  skipped: 0,
  pending: 0,
  flaky: 0,
};
