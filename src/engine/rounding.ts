// Recorded numbers end at the third decimal: microseconds of a millisecond are what the clock can tell.
import type { Metrics, StepResult, TrialGpu } from '../domain/results.ts';

export function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function roundedMetrics(metrics: Metrics): Metrics {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : value]),
  );
}

export function roundedStep(step: StepResult): StepResult {
  return { ...step, durationMs: rounded(step.durationMs), metrics: roundedMetrics(step.metrics) };
}

export function roundedGpu({ index, name, ...figures }: TrialGpu): TrialGpu {
  const numbers = Object.entries(figures).map(([figure, value]) => [figure, rounded(value)]);
  return { index, name, samples: figures.samples, ...Object.fromEntries(numbers) };
}
