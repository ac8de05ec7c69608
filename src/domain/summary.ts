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

interface TestState {
  readonly repeatsWanted: number;
  readonly repeats: Map<number, { status: Status; flaky: boolean }>;
}

/** Folds results, as they are recorded, into the status of each test id. */
export class Tally {
  readonly #tests = new Map<string, TestState>();

  /** Announces a test id before its first result, with the number of repeats it needs to be complete. */
  expect(testId: string, repeats: number): void {
    this.#tests.set(testId, { repeatsWanted: repeats, repeats: new Map() });
  }

  add(result: Verdict): void {
    let test = this.#tests.get(result.testId);
    if (test === undefined) {
      test = { repeatsWanted: 1, repeats: new Map() };
      this.#tests.set(result.testId, test);
    }
    test.repeats.set(result.repeat, { status: result.status, flaky: result.flaky });
  }

  statusOf(testId: string): Status {
    const test = this.#tests.get(testId);
    return test === undefined ? 'pending' : statusOfTest(test);
  }

  /** Passed, with a repeat that needed more than one attempt. */
  isFlaky(testId: string): boolean {
    const test = this.#tests.get(testId);
    return test !== undefined && statusOfTest(test) === 'passed' && hasFlakyRepeat(test);
  }

  summary(): Summary {
    const counts = { passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: 0 };
    let flaky = 0;
    for (const test of this.#tests.values()) {
      const status = statusOfTest(test);
      counts[status] += 1;
      if (status === 'passed' && hasFlakyRepeat(test)) flaky += 1;
    }
    const executed = counts.passed + counts.failed + counts.timeout + counts.error;
    return { total: this.#tests.size, executed, ...counts, flaky };
  }
}

function hasFlakyRepeat(test: TestState): boolean {
  return [...test.repeats.values()].some((repeat) => repeat.flaky);
}

function statusOfTest(test: TestState): Status {
  let status: Status | null = null;
  for (const repeat of test.repeats.values()) status = status === null ? repeat.status : worse(status, repeat.status);
  if (status === null) return 'pending';
  if (test.repeats.size < test.repeatsWanted && !isBad(status) && status !== 'skipped') return 'pending';
  return status;
}
