// The two clocks: one that only runs forward, for durations, and the one on the wall, for what people read.
import { setTimeout as delay } from 'node:timers/promises';

/** Monotonic milliseconds with fractions; only differences mean something. */
export function now(): number {
  return performance.now();
}

export function wallClock(): Date {
  return new Date();
}

/** Resolves after `ms`, or earlier when `signal` aborts; it never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal === undefined) return delay(ms);
  if (signal.aborted) return;
  await delay(ms, undefined, { signal }).catch(() => undefined); // the only rejection is the abort itself
}
