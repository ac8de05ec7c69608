// The only place that sends signals: to a process whose identity was checked a moment before, or to a group that a child of
// ours leads. Never to the system's first process and never to ourselves; whoever picks from a list leaves our ancestors out.
import { isAlive, listProcesses, type ProcessIdentity } from './processes.ts';

/** `gone`: it has ended. `denied`: it belongs to somebody else. */
export type SignalOutcome = 'sent' | 'gone' | 'denied';

export function signalProcess(target: ProcessIdentity, signal: 'SIGTERM' | 'SIGKILL'): SignalOutcome {
  if (!Number.isInteger(target.pid) || target.pid <= 1 || target.pid === process.pid) {
    throw new Error(`refuses to send ${signal} to process ${target.pid}`);
  }
  if (!isAlive(target)) return 'gone';
  try {
    process.kill(target.pid, signal);
    return 'sent';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return 'gone';
    if (error instanceof Error && 'code' in error && error.code === 'EPERM') return 'denied';
    throw error;
  }
}

/**
 * `group` is the pid of a detached child of ours, running or just ended. Such a number is not given to anybody else while its
 * leader has not been waited for, or while a member lives. `gone`: nobody is left in it.
 */
export function signalGroup(group: number, signal: 'SIGTERM' | 'SIGKILL'): 'sent' | 'gone' {
  if (!Number.isInteger(group) || group <= 1 || group === process.pid) {
    throw new Error(`refuses to send ${signal} to process group ${group}`);
  }
  try {
    process.kill(-group, signal);
    return 'sent';
  } catch (error) {
    // macOS answers EPERM for a group of which only a zombie is left.
    if (error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')) return 'gone';
    throw error;
  }
}

/** Process 1, ourselves and whoever started us. */
export function untouchable(): ReadonlySet<number> {
  const parents = new Map(listProcesses().map(({ pid, parent }) => [pid, parent]));
  const pids = new Set([0, 1, process.pid]);
  for (let pid = process.ppid; pid > 1 && !pids.has(pid); pid = parents.get(pid) ?? 0) pids.add(pid);
  return pids;
}
