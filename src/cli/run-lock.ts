// One runner at a time writes in a run folder. The lock is the folder itself, whatever path leads to it, and ends with its
// holder.
import { statSync } from 'node:fs';
import { exitCodes, UserError } from '../domain/errors.ts';
import { cut, oneLine } from '../domain/text.ts';
import { type NamedLock, takeLock } from '../system/named-lock.ts';

/** Throws a UserError where somebody holds it. */
export async function lockRun(directory: string, self: string): Promise<NamedLock> {
  const outcome = await takeLock(lockName(directory), () => self);
  if (outcome.kind === 'taken') return outcome.lock;
  const holder = cut(oneLine(outcome.said), 200);
  throw new UserError(
    'run-locked',
    `the run in ${directory} is still going on${holder === '' ? '' : `: ${holder} writes there`}; wait for its end, or stop it first`,
    exitCodes.usage,
  );
}

function lockName(directory: string): string {
  const { dev, ino } = statSync(directory);
  return `run-${dev}-${ino}`;
}
