// A test that is skipped because one that it depends on has not passed: how that is said, and how it is known again.
import type { Status, TrialResult } from '../domain/results.ts';

const beginning = 'depends on ';

/** `status` is undefined where the other one was not executed. */
export function blockedBy(testId: string, status: Status | undefined): string {
  return `${beginning}${testId}, which ${status === undefined ? 'has not run' : `is ${status}`}`;
}

export function isBlocked({ status, reason }: Pick<TrialResult, 'status' | 'reason'>): boolean {
  return status === 'skipped' && reason?.startsWith(beginning) === true;
}
