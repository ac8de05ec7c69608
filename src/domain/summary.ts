// Counts test ids from recorded results, by the one rule of the contract: the last attempt decides a repeat, every
// repeat must pass, the worst repeat is the status of the test id.
import { isBad, type Status, type TrialResult, worse } from './results.ts';

/** Counts of test ids. `executed` = passed + failed + timeout + error. */
export interface Summary {
  readonly total: number;
  readonly executed: number;
  readonly passed: number;
  readonly failed: number;
  readonly timeout: number;
  readonly error: number;
  readonly skipped: number;
  readonly pending: number;
  /** Test ids that passed, with a repeat that needed more than one attempt. */
  readonly flaky: number;
}

/** What the tally needs of a result. */
export type Verdict = Pick<TrialResult, 'testId' | 'repeat' | 'attempt' | 'status' | 'flaky'>;

/** A run can have a million repeats: of each it keeps one entry in an array. */
interface TestState {
  readonly repeatsWanted: number;
  /** By the number of the repeat, from 1; not all need be there. */
  readonly statuses: Status[];
  recorded: number;
  readonly flaky: Set<number>;
}

/** Folds results, as they are recorded, into the status of each test id. */
export class Tally {
  readonly #tests = new Map<string, TestState>();

  /** Announces a test id before its first result, with the number of repeats it needs to be complete. */
  expect(testId: string, repeats: number): void {
    this.#tests.set(testId, blank(repeats));
  }

  add(result: Verdict): void {
    let test = this.#tests.get(result.testId);
    if (test === undefined) {
      test = blank(1);
      this.#tests.set(result.testId, test);
    }
    const { repeat, status, flaky } = result;
    if (test.statuses[repeat] === undefined) test.recorded += 1;
    test.statuses[repeat] = status;
    if (flaky) test.flaky.add(repeat);
    else test.flaky.delete(repeat);
  }

  /** What was recorded of it counts no more. */
  forget(testId: string): void {
    const test = this.#tests.get(testId);
    if (test !== undefined) this.#tests.set(testId, blank(test.repeatsWanted));
  }

  statusOf(testId: string): Status {
    const test = this.#tests.get(testId);
    return test === undefined ? 'pending' : statusOfTest(test);
  }

  /** Passed, with a repeat that needed more than one attempt. */
  isFlaky(testId: string): boolean {
    const test = this.#tests.get(testId);
    return test !== undefined && statusOfTest(test) === 'passed' && test.flaky.size > 0;
  }

  summary(): Summary {
    const counts = { passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: 0 };
    let flaky = 0;
    for (const test of this.#tests.values()) {
      const status = statusOfTest(test);
      counts[status] += 1;
      if (status === 'passed' && test.flaky.size > 0) flaky += 1;
    }
    const executed = counts.passed + counts.failed + counts.timeout + counts.error;
    return { total: this.#tests.size, executed, ...counts, flaky };
  }
}

/** With tests of which only the number is known: nothing of them was executed. */
export function withNotReached(summary: Summary, tests: number): Summary {
  return { ...summary, total: summary.total + tests, pending: summary.pending + tests };
}

function blank(repeatsWanted: number): TestState {
  return { repeatsWanted, statuses: [], recorded: 0, flaky: new Set() };
}

function statusOfTest({ statuses, recorded, repeatsWanted }: TestState): Status {
  if (recorded === 0) return 'pending';
  const status = statuses.reduce(worse); // leaves out what is not there
  if (recorded < repeatsWanted && !isBad(status) && status !== 'skipped') return 'pending';
  return status;
}
