// The end of what works in the background. A process that waits for a sick driver cannot be ended, not even by SIGKILL, until
// the driver lets it go; nobody waits for that.
import { pause } from '../system/clock.ts';

const endLimitMs = 2000;

/** False when `work` was not over in time. */
export async function endedInTime(work: Promise<unknown>, limitMs = endLimitMs): Promise<boolean> {
  const over = new AbortController();
  const ended = await Promise.race([work.then(() => true), pause(limitMs, over.signal).then(() => false)]);
  over.abort(); // a timer that runs on would keep the whole program waiting
  return ended;
}
