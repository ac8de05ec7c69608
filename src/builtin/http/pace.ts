// Hands on what a service makes on an absolute schedule, so that the rate is exact however long each step takes.
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Each item no sooner than `dueMs` after the start; `dueMs` gets its index and the item. Ends early, by throwing, when
 * `signal` is aborted.
 */
export async function* paced<T>(
  items: Iterable<T>,
  dueMs: (index: number, item: T) => number,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const startedMs = performance.now();
  let index = 0;
  for (const item of items) {
    const waitMs = startedMs + dueMs(index, item) - performance.now();
    if (waitMs > 0) await delay(Math.ceil(waitMs), undefined, { signal });
    yield item;
    index += 1;
  }
}

export interface TokenPace {
  /** 0 = as fast as possible. */
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
}

/** When token `index` falls due: at first + index/rate. */
export function tokenDueMs({ tokensPerSecond, firstTokenMs }: TokenPace, index: number): number {
  return firstTokenMs + (tokensPerSecond > 0 ? (index * 1000) / tokensPerSecond : 0);
}
