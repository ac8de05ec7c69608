// The figures by which trials are told at a glance, and how each reads. Pure.
import { isShare, keyFigures } from '../../domain/key-figures.ts';
import { metricNamed } from '../../domain/metrics.ts';
import type { DriverName } from '../../domain/plan.ts';
import type { Metrics } from '../../domain/results.ts';
import { latency, tokenRate } from './format.ts';

export interface Figure {
  readonly metric: string;
  readonly value: number;
}

/** Those of a driver that were measured. */
export function figuresAtAGlance(driver: DriverName, metrics: Metrics): readonly Figure[] {
  return keyFigures[driver].flatMap((metric) => {
    const value = metrics[metric];
    return typeof value === 'number' ? [{ metric, value }] : [];
  });
}

/** `TTFT 41.2 ms`, `123 tok/s`, `WER 4.3 %`: with its name where the unit alone would not tell. */
export function figureText({ metric, value }: Figure): string {
  const definition = metricNamed(metric);
  const text = valueText(metric, value);
  return definition === undefined || definition.unit === 'tok/s' ? text : `${definition.label} ${text}`;
}

/** A value with its unit, rounded to what can be told apart. */
export function valueText(metric: string, value: number): string {
  const unit = metricNamed(metric)?.unit ?? '';
  if (isShare(metric)) return `${(value * 100).toFixed(1)} %`;
  switch (unit) {
    case 'ms':
      return latency(value);
    case 'tok/s':
      return tokenRate(value);
    case '':
      return significant(value);
    default:
      return `${significant(value)} ${unit}`;
  }
}

function significant(value: number): string {
  return value >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
