// The common forms of what a driver found.
import { isSessionMetric } from '../domain/metrics.ts';
import type { Check } from '../domain/plan.ts';
import type { CheckResult } from '../domain/results.ts';
import type { Measured } from './driver-context.ts';
import type { Interruption } from './limits.ts';

/** Why there is no measurement. */
export interface TrialFailure {
  readonly status: 'error' | 'timeout';
  readonly error: string;
}

/** Nothing was measured; `error` says why. */
export function withoutMeasurement(status: 'error' | 'timeout', error: string): Measured {
  return { status, metrics: {}, checks: [], steps: [], actual: null, validity: [], error };
}

/** A warm-up that went well: it measures nothing. */
export const nothingMeasured: Measured = {
  status: 'passed',
  metrics: {},
  checks: [],
  steps: [],
  actual: null,
  validity: [],
  error: null,
};

export function statusOf(interruption: Interruption): 'error' | 'timeout' {
  return interruption.kind === 'timeout' ? 'timeout' : 'error';
}

export function allPassed(checks: readonly CheckResult[]): boolean {
  return checks.every(({ passed }) => passed);
}

/** Of a scenario's checks; the session judges what only it measures. */
export function judgedHere(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => check.kind !== 'metric' || !isSessionMetric(check.metric));
}
