// The only place that sends signals. Each one goes to a process whose identity was checked a moment before, and never to
// the system's first process, to ourselves or to one of our ancestors.
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

/** Process 1, ourselves and whoever started us. */
export function untouchable(): ReadonlySet<number> {
  const parents = new Map(listProcesses().map(({ pid, parent }) => [pid, parent]));
  const pids = new Set([0, 1, process.pid]);
  for (let pid = process.ppid; pid > 1 && !pids.has(pid); pid = parents.get(pid) ?? 0) pids.add(pid);
  return pids;
}
