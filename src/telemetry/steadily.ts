// Does something again and again at a pace, never twice at once, and never so often that it becomes a load of its own.
import { now, pause } from '../system/clock.ts';

export interface Pace {
  /** From start to start. */
  readonly everyMs: number;
  /** Rests at least so many times as long as the work took. */
  readonly restFactor: number;
}

/** Until `signal` aborts, or until the work says that it is done. */
export async function steadily(
  { everyMs, restFactor }: Pace,
  signal: AbortSignal,
  work: () => Promise<'again' | 'done'>,
): Promise<void> {
  while (!signal.aborted) {
    const startedAt = now();
    if ((await work()) === 'done') return;
    const tookMs = now() - startedAt;
    await pause(Math.max(everyMs - tookMs, tookMs * restFactor), signal);
  }
}
