// What the shell lets this process have, where the system tells (Linux). Node has raised the one on files as far as it may.
import { readdirSync, readFileSync } from 'node:fs';

/** Null where there is none, or none that is known. */
export function limitOf(name: 'Max open files' | 'Max file size' | 'Max processes'): number | null {
  let limits: string;
  try {
    limits = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
  const [, soft] = new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(limits) ?? [];
  return soft === undefined ? null : Number(soft);
}

/**
 * Processes of this user beside this one, counted as the limit counts them, each thread as one; those that cannot be seen from
 * here, as in other containers, are missing. Null where no limit holds: for root.
 */
export function processesInUse(): number | null {
  const user = process.getuid?.() ?? 0;
  if (user === 0) return null;
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid));
  return others.reduce((sum, pid) => sum + threadsOf(pid, user), 0);
}

function threadsOf(pid: string, user: number): number {
  let status: string;
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return 0; // it has ended
  }
  if (Number(/^Uid:\s+(\d+)/m.exec(status)?.[1]) !== user) return 0;
  return Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 1);
}
