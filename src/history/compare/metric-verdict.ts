// What may be said of one metric, from where its difference lies. Pure.
import type { MetricDefinition } from '../../domain/metrics/definition.ts';
import type { Aim, More } from './sample-size.ts';
import type { Scale } from './scale.ts';
import type { Interval } from './sign-bootstrap.ts';

export type MetricVerdict =
  | { readonly kind: 'better' | 'worse' | 'no-difference' }
  | ({ readonly kind: 'needs-more' } & More)
  /** The metric describes and does not judge. */
  | { readonly kind: 'describes' };

export interface Estimate {
  readonly better: MetricDefinition['better'];
  readonly scale: Scale;
  /** On the scale. */
  readonly centre: number;
  readonly interval: Interval | null;
  readonly level: number;
  /** Asked only where the verdict is open. */
  readonly further: (aim: Aim) => More;
}

/**
 * Shown is what the interval leaves no doubt of, and large enough to speak of. Not shown is what the interval leaves open,
 * where it rules out a difference that matters. Where it rules out neither, more is needed: enough to tell the estimate
 * from zero or from what matters, whichever is easier.
 */
export function metricVerdict({ better, scale, centre, interval, level, further }: Estimate): MetricVerdict {
  if (better === 'neither') return { kind: 'describes' };
  if (interval !== null) {
    if (interval.low > 0 || interval.high < 0) {
      if (Math.abs(centre) < scale.tooSmall) return { kind: 'no-difference' };
      return { kind: centre > 0 === (better === 'higher') ? 'better' : 'worse' };
    }
    if (interval.low >= -scale.matters && interval.high <= scale.matters) return { kind: 'no-difference' };
  }
  const distance = Math.max(Math.abs(centre), scale.matters - Math.abs(centre));
  return { kind: 'needs-more', ...further({ level, difference: Math.min(distance, scale.matters) }) };
}
