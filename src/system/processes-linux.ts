// Linux: everything about processes from /proc. A process may vanish between two reads; then it simply is not there.
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { systemCode } from './path-error.ts';
import type { ProcessEntry, ProcessSource } from './process-source.ts';

interface StatLine extends ProcessEntry {
  readonly dead: boolean;
}

export const linuxProcesses: ProcessSource = {
  list: listProcesses,
  identify(pid) {
    const stat = readStat(pid);
    return stat === null ? null : { pid, startTime: stat.startTime };
  },
  isAlive({ pid, startTime }) {
    const stat = readStat(pid);
    return stat !== null && !stat.dead && stat.startTime === startTime;
  },
  tagged(pids, assignments) {
    return new Set(pids.filter((pid) => carries(environmentOf(pid), assignments)));
  },
  carriers(name) {
    const prefix = `${name}=`;
    const found = new Map<number, string>();
    for (const { pid } of listProcesses()) {
      const assignment = environmentOf(pid)
        ?.split('\0')
        .find((each) => each.startsWith(prefix));
      if (assignment !== undefined) found.set(pid, assignment.slice(prefix.length));
    }
    return found;
  },
  nameOf(pid) {
    // The kernel's own name of a process is that of its main thread, which for Node says nothing.
    const program = basename(read(pid, 'cmdline')?.split('\0')[0] ?? '');
    return program === '' ? (read(pid, 'comm')?.trim() ?? null) : program;
  },
};

function listProcesses(): readonly ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat !== null && !stat.dead) entries.push(stat);
  }
  return entries;
}

/** The second field is the program's name in parentheses and may hold any character, so counting starts after the last one. */
export function parseStat(pid: number, text: string): StatLine | null {
  const [state, parent, group, session, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTime = rest[15];
  if (state === undefined || startTime === undefined) return null;
  const dead = state === 'Z' || state === 'X' || state === 'x';
  return { pid, startTime, parent: Number(parent), group: Number(group), session: Number(session), dead };
}

function readStat(pid: number): StatLine | null {
  const text = read(pid, 'stat');
  return text === null ? null : parseStat(pid, text);
}

function environmentOf(pid: number): string | null {
  return read(pid, 'environ');
}

function carries(environment: string | null, assignments: readonly string[]): boolean {
  if (environment === null) return false;
  const framed = `\0${environment}\0`;
  return assignments.every((assignment) => framed.includes(`\0${assignment}\0`));
}

function read(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch (error) {
    // Of such a failure nobody may conclude that a process has ended.
    if (['EMFILE', 'ENFILE'].includes(systemCode(error) ?? '')) throw error;
    return null; // it has ended, or it belongs to somebody else: either way there is nothing that we may know
  }
}
