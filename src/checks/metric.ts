// Thresholds on measured numbers. Without a sample a threshold has failed: nothing was shown to be fast enough.
import { isSessionMetric, metricNamed } from '../domain/metrics.ts';
import type { Check } from '../domain/plan.ts';
import type { CheckResult, Metrics } from '../domain/results.ts';
import { checkResult, type Finding } from './finding.ts';

export type MetricCheck = Extract<Check, { kind: 'metric' }>;

export function evaluateMetricCheck(check: MetricCheck, metrics: Metrics): CheckResult {
  return checkResult({ name: `metric ${check.metric}`, message: check.message }, judge(check, metrics));
}

function judge(check: MetricCheck, metrics: Metrics): Finding {
  const expected = limits(check);
  const value = metrics[check.metric];
  if (typeof value !== 'number') {
    return { passed: false, expected, reason: noSample(check.metric) };
  }
  const passed = (check.min === null || value >= check.min) && (check.max === null || value <= check.max);
  return {
    passed,
    expected,
    actual: value,
    reason: `${check.metric} is ${rounded(value)}${unitOf(check)}, not ${expected}`,
  };
}

function noSample(metric: string): string {
  const where = isSessionMetric(metric) ? ' (it is measured over a whole trial, never for one turn or step)' : '';
  return `no sample: ${metric} was not measured${where}`;
}

function limits(check: MetricCheck): string {
  const { min, max } = check;
  const unit = unitOf(check);
  if (min === null) return `at most ${max}${unit}`;
  if (max === null) return `at least ${min}${unit}`;
  return `between ${min} and ${max}${unit}`;
}

function unitOf({ metric }: MetricCheck): string {
  const unit = metricNamed(metric)?.unit ?? '';
  return unit === '' ? '' : ` ${unit}`;
}

/** Enough digits to see on which side of a limit it lies in most cases; the exact value stands beside it. */
function rounded(value: number): string {
  return String(Number(value.toPrecision(6)));
}
