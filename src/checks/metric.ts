// Thresholds on measured numbers. Without a sample a threshold has failed: nothing was shown to be fast enough.
import { isSessionMetric, metricNamed } from '../domain/metrics.ts';
import type { Check } from '../domain/plan.ts';
import type { CheckResult, Metrics } from '../domain/results.ts';
import { checkResult, type Finding } from './finding.ts';
import { isWithin, limitsText, rounded } from './limits.ts';

export type MetricCheck = Extract<Check, { kind: 'metric' }>;

export function evaluateMetricCheck(check: MetricCheck, metrics: Metrics): CheckResult {
  return checkResult({ name: `metric ${check.metric}`, message: check.message }, judge(check, metrics));
}

function judge(check: MetricCheck, metrics: Metrics): Finding {
  const unit = metricNamed(check.metric)?.unit ?? '';
  const expected = limitsText(check, unit);
  const value = metrics[check.metric];
  if (typeof value !== 'number') {
    return { passed: false, expected, reason: noSample(check.metric) };
  }
  const ofUnit = unit === '' ? '' : ` ${unit}`;
  const reason = `${check.metric} is ${rounded(value)}${ofUnit}, not ${expected}`;
  return { passed: isWithin(check, value), expected, actual: value, reason };
}

function noSample(metric: string): string {
  const where = isSessionMetric(metric) ? ' (it is measured over a whole trial, never for one turn or step)' : '';
  return `no sample: ${metric} was not measured${where}`;
}
