// The unit of systemd that a process belongs to, as its control group tells.
import type { Unit } from '../../system/systemd.ts';

/**
 * `controlGroup` is the text of /proc/PID/cgroup, a line for each hierarchy: `0::/system.slice/ollama.service`. Null where
 * no unit is named, and for the units of another user, with whose service manager we cannot talk.
 */
export function unitOf(controlGroup: string | null, userId: number | null): Unit | null {
  const parts = pathIn(controlGroup ?? '').split('/');
  const last = parts.at(-1) ?? '';
  // A scope is what was started by hand, in a terminal or a session: there is nothing that would start it again.
  if (!last.endsWith('.service') || last.startsWith('user@')) return null;
  const user = parts.flatMap((part) => /^user@(\d+)\.service$/.exec(part)?.[1] ?? [])[0];
  if (user === undefined) return { name: last, manager: 'system' };
  return Number(user) === userId ? { name: last, manager: 'user' } : null;
}

/** systemd's own hierarchy: the only one, or the one named after it. */
function pathIn(controlGroup: string): string {
  const lines = controlGroup.split('\n').map((line) => /^\d+:([^:]*):(.*)$/.exec(line));
  const found = lines.find((line) => line?.[1] === 'name=systemd') ?? lines.find((line) => line?.[1] === '');
  return found?.[2] ?? '';
}
