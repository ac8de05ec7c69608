// How a group of tests stands, in one word. Pure.
import type { Summary } from '../../domain/summary.ts';

export type GroupState = 'clean' | 'failing' | 'partial' | 'pending';

/** By rule, the first that applies; docs/metrics.md quotes them. */
export const groupStates: Readonly<Record<GroupState, string>> = {
  failing: 'at least one test failed, timed out or was in error',
  pending: 'no test has been executed or skipped',
  clean: 'every test passed',
  partial: 'what was executed passed, and the rest was skipped or is pending',
};

export function groupState(summary: Summary): GroupState {
  if (badIn(summary) > 0) return 'failing';
  if (summary.pending === summary.total) return 'pending';
  return summary.passed === summary.total ? 'clean' : 'partial';
}

export function badIn({ failed, timeout, error }: Summary): number {
  return failed + timeout + error;
}
