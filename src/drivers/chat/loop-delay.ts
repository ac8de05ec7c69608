// How late this thread's event loop was at worst, as a sign that timestamps may be late too.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 10;
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
