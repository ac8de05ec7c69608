// Where a session goes after one attempt: the next attempt, the next repeat or the next test.
import { isBad, type TrialResult, worse } from '../domain/results.ts';
import { atRepeat, atTest, type SessionRules, type SessionState } from './state.ts';

export function afterTrial(rules: SessionRules, state: SessionState, result: TrialResult): SessionState {
  const bad = isBad(result.status);
  // What a lost service spoiled is tried again on the next one, whatever the plan says of retries.
  const spoiled = state.lost.size > 0 && (result.status === 'error' || result.status === 'timeout');
  const extraAttempts = state.extraAttempts + (spoiled ? 1 : 0);
  const mayRetry = state.attempt < (state.planned[0]?.lastAttempt ?? 0) + extraAttempts;
  if (bad && mayRetry && state.obstacle === null && state.stopping === null) {
    return { ...state, phase: 'ready', attempt: state.attempt + 1, extraAttempts };
  }
  const counted: SessionState = {
    ...state,
    phase: 'ready',
    statuses: withStatus(rules, state, result),
    failedTests: state.failedTests + (bad && !state.testFailed ? 1 : 0),
    testFailed: state.testFailed || bad,
  };
  const left = state.planned.slice(1);
  const again = result.status !== 'skipped' && state.obstacle === null && left.length > 0;
  if (again) return atRepeat(counted, left);
  return { ...atTest(rules.schedule, counted, state.test + 1), testFailed: false };
}

/** Kept only for tests that others depend on, so that the state stays small in plans with thousands of tests. */
function withStatus({ awaited }: SessionRules, state: SessionState, result: TrialResult): SessionState['statuses'] {
  const { testId, status } = result;
  if (!awaited.has(testId)) return state.statuses;
  const before = state.statuses.get(testId);
  return new Map(state.statuses).set(testId, before === undefined ? status : worse(before, status));
}
