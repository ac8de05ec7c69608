// Recorded numbers end at the third decimal: microseconds of a millisecond are what the clock can tell. Below 1 that would be
// half of a small ratio, such as the real-time factor of a fast engine, so what is no time keeps four digits there.
import { metricNamed } from '../domain/metrics.ts';
import type { Metrics, StepResult, TrialGpu } from '../domain/results.ts';

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function roundedMetrics(metrics: Metrics): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [
      name,
      typeof value === 'number' ? roundedMetric(name, value) : value,
    ]),
  );
}

function roundedMetric(name: string, value: number): number {
  if (Math.abs(value) >= 1 || metricNamed(name)?.unit === 'ms') return rounded(value);
  return Number(value.toPrecision(4));
}

export function roundedStep(step: StepResult): StepResult {
  return { ...step, durationMs: rounded(step.durationMs), metrics: roundedMetrics(step.metrics) };
}

export function roundedGpu({ index, name, ...figures }: TrialGpu): TrialGpu {
  const numbers = Object.entries(figures).map(([figure, value]) => [figure, rounded(value)]);
  return { index, name, samples: figures.samples, ...Object.fromEntries(numbers) };
}
