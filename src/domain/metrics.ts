// The one public table of metrics: name, unit, who measures it, formula, source and which direction is better.
// docs/metrics.md is made from it, and plans are held to it.
import { audioMetrics } from './metrics/audio.ts';
import { chainMetrics } from './metrics/chain.ts';
import { commandMetrics } from './metrics/command.ts';
import type { MetricDefinition } from './metrics/definition.ts';
import { errorRateMetrics } from './metrics/error-rates.ts';
import { machineMetrics } from './metrics/machine.ts';
import { textMetrics } from './metrics/text.ts';
import type { DriverName } from './plan.ts';

/** In the order in which reports show them. */
export const metricGroups = [
  { title: 'Requests, and answers in text', metrics: textMetrics },
  { title: 'Recordings and speech', metrics: audioMetrics },
  { title: 'Transcripts beside what is said', metrics: errorRateMetrics },
  { title: 'Chains of models', metrics: chainMetrics },
  { title: 'The machine', metrics: machineMetrics },
  { title: 'Command suites', metrics: commandMetrics },
] as const;

export const metricDefinitions = metricGroups.flatMap(({ metrics }): readonly MetricDefinition[] => metrics);

/** Words about a trial that stand beside its numbers. */
export const metricNotes = {
  tokenSource: 'Who counted the tokens: `server`, or `none` where nobody did.',
  finishReason: 'Why the answer ended: `stop`, `length` and what else the server says.',
  normaliser: 'How texts were made comparable before words were counted: `english-1`, `basic-1` or `none`.',
  audioFormat: 'What the audio really is, for example `s16 24000 Hz mono`.',
} as const;

const byName: ReadonlyMap<string, MetricDefinition> = new Map(metricDefinitions.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): MetricDefinition | undefined {
  return byName.get(name);
}

/** What a threshold can be set on: over a whole trial of a driver, or within a single turn or step of it. */
export function metricNames(driver: DriverName, over: 'trial' | 'step'): readonly string[] {
  return metricDefinitions
    .filter(({ drivers, scope }) => drivers.includes(driver) && (scope === 'step' || scope === over))
    .map(({ name }) => name);
}

/** Measured by the session over a whole trial, so that whoever sends the requests cannot judge them. */
export function isSessionMetric(name: string): boolean {
  return metricNamed(name)?.scope === 'trial';
}
