// Measured minus true: pure arithmetic on what client and server wrote down.
import { quantileSorted } from 'simple-statistics';
import type { Pair } from './race.ts';

export interface Errors {
  /** Of the time to the first piece: by the client from sending to arrival, by the server from reading to writing. */
  readonly first: Spread;
  /** The share of the way there in the median, from sending to reading; the rest is the way back. */
  readonly wayThereMs: number;
  /** Of each gap between two pieces, regardless of its sign. */
  readonly gaps: Spread;
}

export interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export function errorsOf(pairs: readonly Pair[]): Errors {
  return {
    first: spreadOf(pairs.map((pair) => measuredFirst(pair) - trueFirst(pair))),
    wayThereMs: spreadOf(pairs.map(({ asked, served }) => served.readAt - asked.sentAt)).p50,
    gaps: spreadOf(pairs.flatMap(gapErrors)),
  };
}

function measuredFirst({ asked: { sentAt, arrivedAt } }: Pair): number {
  return (arrivedAt[0] ?? Number.NaN) - sentAt;
}

function trueFirst({ served: { readAt, writtenAt } }: Pair): number {
  return (writtenAt[0] ?? Number.NaN) - readAt;
}

function gapErrors({ asked, served }: Pair): readonly number[] {
  const measured = gapsOf(asked.arrivedAt);
  return gapsOf(served.writtenAt).map((gap, index) => Math.abs((measured[index] ?? Number.NaN) - gap));
}

function gapsOf(times: readonly number[]): readonly number[] {
  return times.slice(1).map((time, index) => time - (times[index] ?? Number.NaN));
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [p50 = Number.NaN, p95 = Number.NaN, p99 = Number.NaN] = [0.5, 0.95, 0.99].map((q) =>
    quantileSorted(sorted, q),
  );
  return { p50, p95, p99, max: sorted.at(-1) ?? Number.NaN };
}
