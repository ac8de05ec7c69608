// One test of one run, folded from its attempts as they are recorded: status by the rule of domain/summary.ts, time, and
// why. Its counts are kept, not found by going through the repeats, of which there may be a million.
import { type FinalStatus, finalStatuses, type Status, worse } from '../domain/results.ts';
import type { TestHistory } from './history-store.ts';

/** What is written down of a test, and enough to go on with it. */
export interface TestRow extends Omit<TestHistory, 'runs'> {
  /** In its run, from 1. */
  readonly place: number;
  readonly status: Status;
  readonly flaky: boolean;
  readonly attempts: number;
  /** Attempts that were executed. */
  readonly executed: number;
  /** Of all executed attempts. */
  readonly spentMs: number;
  readonly reason: string | null;
  /** That must all pass. */
  readonly repeats: number;
  /** A letter for each repeat: `p`, `f`, …, upper case for a flaky one, a dot where nothing was recorded. */
  readonly letters: string;
  /** Why repeats did not pass, by their numbers from 1: of the first ones. */
  readonly reasons: Readonly<Record<string, string>>;
}

export type TestAbout = Pick<TestRow, 'testId' | 'scenario' | 'domain' | 'loadout' | 'name' | 'group'> & {
  /** Absent where what tells of the test does not know it. */
  readonly description?: string | null;
};

export interface Attempt {
  readonly repeat: number;
  readonly status: FinalStatus;
  readonly flaky: boolean;
  readonly durationMs: number;
  readonly reason: string | null;
}

const letterOf: Readonly<Record<FinalStatus, string>> = {
  passed: 'p',
  failed: 'f',
  skipped: 's',
  timeout: 't',
  error: 'e',
};
const statusOf = new Map(finalStatuses.map((status) => [letterOf[status], status]));
const none = '.';
/** Repeats of one test whose reasons are kept: one is shown, and those before it may pass yet. */
const reasonsKept = 50;

export class TestFold {
  readonly place: number;
  repeats: number;
  #about: TestAbout;
  #attempts = 0;
  #executed = 0;
  #spentMs = 0;
  readonly #letters: string[] = [];
  /** Of repeats. */
  readonly #counts = { passed: 0, failed: 0, skipped: 0, timeout: 0, error: 0 };
  #recorded = 0;
  #flaky = 0;
  readonly #reasons: Map<number, string>;

  constructor(about: TestAbout, place: number, repeats: number, reasons: TestRow['reasons'] = {}) {
    this.#about = about;
    this.#reasons = new Map(Object.entries(reasons).map(([repeat, reason]) => [Number(repeat), reason]));
    this.place = place;
    this.repeats = repeats;
  }

  static from(row: TestRow): TestFold {
    const test = new TestFold(row, row.place, row.repeats, row.reasons);
    test.#attempts = row.attempts;
    test.#executed = row.executed;
    test.#spentMs = row.spentMs;
    for (const letter of row.letters) test.#put(test.#letters.length, letter);
    return test;
  }

  /** The same test, of which nothing was recorded. */
  blank(): TestFold {
    return new TestFold(this.#about, this.place, this.repeats);
  }

  describe(about: TestAbout): void {
    const description = about.description === undefined ? this.#about.description : about.description;
    this.#about = { ...about, ...(description !== undefined && { description }) };
  }

  add({ repeat, status, flaky, durationMs, reason }: Attempt): void {
    while (this.#letters.length < repeat - 1) this.#letters.push(none);
    this.#put(repeat - 1, flaky ? letterOf[status].toUpperCase() : letterOf[status]);
    this.#explain(repeat, status === 'passed' ? null : reason);
    this.#attempts += 1;
    if (status === 'skipped') return;
    this.#executed += 1;
    this.#spentMs += durationMs;
  }

  get status(): Status {
    if (this.#recorded === 0) return 'pending';
    let status: Status = 'passed';
    for (const each of finalStatuses) if (this.#counts[each] > 0) status = worse(status, each);
    return this.#recorded < this.repeats && status === 'passed' ? 'pending' : status;
  }

  get flaky(): boolean {
    return this.#flaky > 0 && this.status === 'passed';
  }

  row(): TestRow {
    const { status } = this;
    return {
      ...this.#about,
      description: this.#about.description ?? null,
      place: this.place,
      status,
      flaky: this.flaky,
      attempts: this.#attempts,
      executed: this.#executed,
      spentMs: this.#spentMs,
      reason: this.#reasonFor(status),
      repeats: this.repeats,
      letters: this.#letters.join(''),
      reasons: Object.fromEntries(this.#reasons),
    };
  }

  #explain(repeat: number, reason: string | null): void {
    if (reason === null) this.#reasons.delete(repeat);
    else if (this.#reasons.has(repeat) || this.#reasons.size < reasonsKept) this.#reasons.set(repeat, reason);
  }

  /** Of the first repeat that makes the test what it is. */
  #reasonFor(status: Status): string | null {
    const first = [...this.#reasons.keys()]
      .sort((a, b) => a - b)
      .find((repeat) => statusOf.get(this.#letters[repeat - 1]?.toLowerCase() ?? none) === status);
    return first === undefined ? null : (this.#reasons.get(first) ?? null);
  }

  #put(index: number, letter: string): void {
    this.#count(this.#letters[index] ?? none, -1);
    this.#count(letter, 1);
    this.#letters[index] = letter;
  }

  #count(letter: string, change: 1 | -1): void {
    const status = statusOf.get(letter.toLowerCase());
    if (status === undefined) return;
    this.#counts[status] += change;
    this.#recorded += change;
    if (letter !== letter.toLowerCase()) this.#flaky += change;
  }
}
