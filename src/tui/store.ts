// The dashboard's state outside React: events are folded in at once, what is drawn changes ten times a second at most,
// and a few times a second while only the time goes by.
import { reduceDashboard } from '../projections/dashboard/reduce.ts';
import { type DashboardInput, type DashboardState, initialDashboard } from '../projections/dashboard/state.ts';

export interface DashboardSnapshot {
  readonly state: DashboardState;
  /** Time of the run when the snapshot was taken: that of the last input plus what had passed since. */
  readonly elapsedMs: number;
}

export interface DashboardStore {
  dispatch(input: DashboardInput): void;
  /** What is drawn; the same object until the listeners have been told otherwise. */
  snapshot(): DashboardSnapshot;
  subscribe(listener: () => void): () => void;
}

const shortestIntervalMs = 100;
const tickMs = 250;

/** `now` is a monotonic clock in milliseconds. */
export function createDashboardStore(now: () => number = () => performance.now()): DashboardStore {
  const listeners = new Set<() => void>();
  let state = initialDashboard();
  let receivedAt = now();
  let published: DashboardSnapshot = { state, elapsedMs: 0 };
  let publishedAt = Number.NEGATIVE_INFINITY;
  let planned: { readonly timer: NodeJS.Timeout; readonly at: number } | null = null;

  /** Always from a timer, so that whoever dispatches never waits for a drawing. */
  function plan(delayMs: number): void {
    const at = now() + delayMs;
    if (planned !== null && planned.at <= at) return;
    clearTimeout(planned?.timer);
    planned = { timer: setTimeout(publish, delayMs).unref(), at };
  }

  function publish(): void {
    planned = null;
    publishedAt = now();
    published = { state, elapsedMs: isTicking() ? state.elapsedMs + publishedAt - receivedAt : state.elapsedMs };
    for (const listener of listeners) listener();
    if (listeners.size > 0 && isTicking()) plan(tickMs);
  }

  function isTicking(): boolean {
    return state.phase === 'running' || state.phase === 'stopping';
  }

  return {
    dispatch(input) {
      state = reduceDashboard(state, input);
      receivedAt = now();
      plan(Math.max(0, shortestIntervalMs - (receivedAt - publishedAt)));
    },
    snapshot: () => published,
    subscribe(listener) {
      listeners.add(listener);
      if (isTicking()) plan(tickMs);
      return () => void listeners.delete(listener);
    },
  };
}
