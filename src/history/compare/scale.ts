// On which scale two values of a metric are compared, which difference matters there, and which is too small to speak of. Pure.
import { mean } from 'simple-statistics';
import type { MetricDefinition } from '../../domain/metrics/definition.ts';

/** `matters` and `tooSmall` are positive differences on the scale itself, logarithms under `ratio`. */
export interface Scale {
  readonly kind: 'ratio' | 'difference';
  readonly matters: number;
  readonly tooSmall: number;
}

interface Sides {
  readonly before: number;
  readonly after: number;
}

/** A tenth is what people notice; within a hundredth two runs of one plan differ on a machine that nobody touched. */
export const relativeSizes = { matters: 0.1, tooSmall: 0.01 };

/** What has a natural zero that is never reached: twice as much means the same at any size. */
const ratioUnits: readonly string[] = ['ms', 's', 'tok/s', 'chars/s', 'MiB', 'J', 'J/tok'];
const ratioMetrics: readonly string[] = ['rtf', 'rtfx'];

/** Error rates and shares can be zero, and their ratio says little: from 1 error to 2 is not twice as bad a model. */
const errorRate = { matters: 0.02, tooSmall: 0.005 };
const count = { matters: 1, tooSmall: 0.1 };
export const differenceSizes: Readonly<Record<string, Omit<Scale, 'kind'>>> = {
  wer: errorRate,
  werRaw: errorRate,
  cer: errorRate,
  cerRaw: errorRate,
  wordErrors: count,
  characterErrors: count,
  underruns: count,
  clippedPercent: { matters: 1, tooSmall: 0.1 },
  cpuMeanPercent: { matters: 10, tooSmall: 1 },
};

/** Where a value is zero, or nothing is laid down for the metric, the sizes are parts of the mean of all values. */
export function scaleOf({ name, unit }: MetricDefinition, pairs: readonly Sides[]): Scale {
  const values = pairs.flatMap(({ before, after }) => [before, after]);
  if ((ratioUnits.includes(unit) || ratioMetrics.includes(name)) && values.every((value) => value > 0)) {
    return { kind: 'ratio', matters: Math.log1p(relativeSizes.matters), tooSmall: Math.log1p(relativeSizes.tooSmall) };
  }
  const size = values.length === 0 ? 0 : mean(values.map(Math.abs));
  const sizes = differenceSizes[name] ?? {
    matters: relativeSizes.matters * size,
    tooSmall: relativeSizes.tooSmall * size,
  };
  return { kind: 'difference', ...sizes };
}

export function differenceOn({ kind }: Scale, { before, after }: Sides): number {
  return kind === 'ratio' ? Math.log(after) - Math.log(before) : after - before;
}

/** The typical value of one side: the geometric mean under `ratio`, so that both sides fit the ratio between them. */
export function typical({ kind }: Scale, values: readonly number[]): number {
  return kind === 'ratio' ? Math.exp(mean(values.map(Math.log))) : mean([...values]);
}

/** From the scale to what people read: a factor or a difference. */
export function shown({ kind }: Scale, difference: number): number {
  return kind === 'ratio' ? Math.min(Math.exp(difference), Number.MAX_VALUE) : difference;
}
