// Waits for a condition by asking for it, so that no test waits longer than it has to.
import { setTimeout as delay } from 'node:timers/promises';

/** The first value that is neither null, undefined nor false; fails after `limitMs`, which a slow machine never needs. */
export async function until<T>(
  probe: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  what: string,
  limitMs = 60_000,
): Promise<T> {
  for (const end = performance.now() + limitMs; performance.now() < end; ) {
    const value = await probe();
    if (value !== null && value !== undefined && value !== false) return value;
    await delay(10);
  }
  throw new Error(`waited ${limitMs} ms in vain for ${what}`);
}
