// One runner at a time writes in a run folder. The lock is the folder itself, whatever path leads to it, and ends with its
// holder.
import { statSync } from 'node:fs';
import { exitCodes, UserError } from '../domain/errors.ts';
import { cut, oneLine } from '../domain/text.ts';
import { holderOf, type LockOutcome, type NamedLock, takeLock } from '../system/named-lock.ts';

/** Throws a UserError where somebody holds it. */
export async function lockRun(directory: string, self: string): Promise<NamedLock> {
  const outcome = await tryLockRun(directory, self);
  if (outcome.kind === 'taken') return outcome.lock;
  const holder = cut(oneLine(outcome.said), 200);
  throw new UserError(
    'run-locked',
    `the run in ${directory} is still going on${holder === '' ? '' : `: ${holder} writes there`}; wait for its end, or stop it first`,
    exitCodes.usage,
  );
}

export function tryLockRun(directory: string, self: string): Promise<LockOutcome> {
  return takeLock(lockName(directory), () => self);
}

/** The pid of whoever holds it, also of another user's runner; null within where it says none, null where nobody does. */
export async function lockHolder(directory: string): Promise<{ readonly pid: number | null } | null> {
  const said = await holderOf(lockName(directory));
  if (said === null) return null;
  const pid = /\(pid (\d{1,10})\)$/.exec(said)?.[1];
  return { pid: pid === undefined ? null : Number(pid) };
}

function lockName(directory: string): string {
  const { dev, ino } = statSync(directory);
  return `run-${dev}-${ino}`;
}
