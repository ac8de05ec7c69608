// Puts a recorded result together: what the plan says of a test, what was measured, and what the session adds to it.
import { evaluateMetricCheck } from '../checks/metric.ts';
import { isSessionMetric, metricNames } from '../domain/metrics.ts';
import type { Check, DriverName } from '../domain/plan.ts';
import type { FinalStatus, ServiceReference, TrialGpu, TrialResult, ValidityNote } from '../domain/results.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { TrialMeasurement } from '../drivers/protocol.ts';
import type { SampledWindow } from '../telemetry/figures.ts';
import { rounded, roundedGpu, roundedMetrics, roundedStep } from './rounding.ts';
import { type Obstacle, type SessionState, stretchAt, testAt } from './state.ts';

/** The result of a test that was not executed: skipped, or in error because its loadout could not be used. */
export function unexecutedResult(
  schedule: Schedule,
  state: SessionState,
  { status, reason }: Obstacle,
  at: string,
): TrialResult {
  return {
    ...described(schedule, state),
    status,
    flaky: false,
    ...(status === 'skipped' && { reason }),
    startedAt: at,
    durationMs: 0,
    services: {},
    metrics: {},
    validity: [],
    checks: [],
    steps: [],
    actual: null,
    error: status === 'error' ? reason : null,
  };
}

/** What the session itself saw during a trial. */
export interface SessionFindings {
  readonly services: Readonly<Record<string, ServiceReference>>;
  readonly metrics: Omit<SampledWindow, 'gpus' | 'validity'>;
  readonly gpus: readonly TrialGpu[];
  readonly validity: readonly ValidityNote[];
}

export function measuredResult(
  schedule: Schedule,
  state: SessionState,
  measurement: TrialMeasurement,
  findings: SessionFindings,
): TrialResult {
  const { scenario } = testAt(schedule, state);
  const metrics = roundedMetrics({
    ...measurement.metrics,
    ...findings.metrics,
    ...energyPerToken(scenario.driver, measurement, findings),
  });
  const checks = [...measurement.checks, ...sessionChecks(scenario.expect, measurement.status, metrics)];
  const failed = checks.some((check) => !check.passed);
  const status = measurement.status === 'passed' && failed ? 'failed' : measurement.status;
  const { startedAt, actual, error } = measurement;
  return {
    ...described(schedule, state),
    status,
    flaky: status === 'passed' && failedBefore(state),
    startedAt,
    durationMs: rounded(measurement.durationMs),
    services: findings.services,
    metrics,
    validity: [...measurement.validity, ...findings.validity],
    ...(findings.gpus.length > 0 && { gpus: findings.gpus.map(roundedGpu) }),
    checks,
    steps: measurement.steps.map(roundedStep),
    actual,
    error,
  };
}

/** An attempt of this repeat was bad, in this part of the run or in an earlier one. */
function failedBefore({ attempt, planned: [current] }: SessionState): boolean {
  return current?.failedBefore === true || attempt > (current?.firstAttempt ?? 1);
}

/** Of a model alone: a chain of models spends its energy on other things as well. */
function energyPerToken(driver: DriverName, { metrics }: TrialMeasurement, { metrics: { energyJ } }: SessionFindings) {
  const { outputTokens } = metrics;
  if (!metricNames(driver, 'trial').includes('energyPerOutputTokenJ')) return {};
  if (energyJ === undefined || typeof outputTokens !== 'number' || outputTokens === 0) return {};
  return { energyPerOutputTokenJ: energyJ / outputTokens };
}

/** Thresholds on what only the session measures; nothing to check where there was no measurement at all. */
function sessionChecks(expect: readonly Check[], status: FinalStatus, metrics: TrialResult['metrics']) {
  if (status !== 'passed' && status !== 'failed') return [];
  return expect.flatMap((check) =>
    check.kind === 'metric' && isSessionMetric(check.metric) ? [evaluateMetricCheck(check, metrics)] : [],
  );
}

function described(schedule: Schedule, state: SessionState) {
  const stretch = stretchAt(schedule, state);
  const { testId, scenario } = testAt(schedule, state);
  return {
    testId,
    scenario: scenario.id,
    name: scenario.name,
    description: scenario.description,
    domain: stretch.domain,
    driver: stretch.driver,
    group: scenario.group,
    loadout: stretch.loadout?.label ?? null,
    priority: scenario.priority,
    tags: scenario.tags,
    repeat: state.repeat,
    attempt: state.attempt,
    ...(state.planned[0]?.anew === true && state.attempt === state.planned[0].firstAttempt && { anew: true as const }),
  };
}
