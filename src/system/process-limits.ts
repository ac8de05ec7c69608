// What the shell lets this process have, where the system tells (Linux). Node has raised each limit as far as it may.
import { readFileSync } from 'node:fs';

/** Null where there is none, or none that is known. */
export function limitOf(name: 'Max open files' | 'Max file size'): number | null {
  let limits: string;
  try {
    limits = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null;
  }
  const [, soft] = new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(limits) ?? [];
  return soft === undefined ? null : Number(soft);
}
