// How late this thread's event loop was at worst, as a sign that timestamps may be late too.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ValidityNote } from '../domain/results.ts';

const resolutionMs = 10;
/** Delays below this are ordinary scheduling. */
const doubtfulMs = 20;
let histogram: ReturnType<typeof monitorEventLoopDelay> | null = null;

/** Watches from now on; only one watch at a time. */
export function watchLoop(): { longestDelayMs(): number } {
  if (histogram === null) {
    histogram = monitorEventLoopDelay({ resolution: resolutionMs });
    histogram.enable();
  }
  const watched = histogram;
  watched.reset();
  return { longestDelayMs: () => (watched.count === 0 ? 0 : Math.max(0, watched.max / 1e6 - resolutionMs)) };
}

/** `longestDelayMs` is the longest delay while the requests ran. */
export function lateTimestamps(longestDelayMs: number): readonly ValidityNote[] {
  if (longestDelayMs < doubtfulMs) return [];
  return [{ reason: 'event-loop-delay', detail: `timestamps may be up to ${longestDelayMs.toFixed(0)} ms late` }];
}
