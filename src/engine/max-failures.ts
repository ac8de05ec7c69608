// Ends a run with the last failed test that is allowed, whether it was executed or could not be.
import { join, type Step } from './inputs.ts';
import { type SessionRules, type SessionState, testsOf } from './state.ts';

/** `step` records the result of a test; nothing is stopped where nothing is left to run. */
export function heedFailures(rules: SessionRules, step: Step): Step {
  const { state } = step;
  const { maxFailures } = rules;
  if (maxFailures === null || state.failedTests < maxFailures || state.stopping !== null) return step;
  if (!isAnythingLeft(rules, state)) return step;
  const reason = { kind: 'max-failures', failures: state.failedTests } as const;
  return join(step, { state: { ...state, stopping: reason }, events: [{ type: 'run.stopping', reason }], effects: [] });
}

function isAnythingLeft({ schedule }: SessionRules, state: SessionState): boolean {
  return state.test < testsOf(schedule, state).length || state.stretch + 1 < schedule.stretches.length;
}
