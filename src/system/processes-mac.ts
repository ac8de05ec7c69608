// macOS has no /proc: one call of `ps` answers each question. Start times have whole seconds only.
import { execFileSync } from 'node:child_process';
import { basename } from 'node:path';
import type { ProcessEntry, ProcessSource } from './process-source.ts';

interface PsLine extends ProcessEntry {
  readonly dead: boolean;
}

const columns = 'pid=,ppid=,pgid=,sess=,state=,lstart=';

export const macProcesses: ProcessSource = {
  list: () => psLines(['-ax', '-o', columns]).filter(({ dead }) => !dead),
  identify: (pid) => psLines(['-o', columns, '-p', String(pid)])[0] ?? null,
  isAlive({ pid, startTime }) {
    const [line] = psLines(['-o', columns, '-p', String(pid)]);
    return line !== undefined && !line.dead && line.startTime === startTime;
  },
  tagged(pids, assignments) {
    const wanted = new Set(pids);
    const found = new Set<number>();
    for (const line of ps(['-axEww', '-o', 'pid=,command=']).split('\n')) {
      const pid = Number.parseInt(line, 10);
      const words = `${line} `;
      if (wanted.has(pid) && assignments.every((each) => words.includes(` ${each} `))) found.add(pid);
    }
    return found;
  },
  carriers(name) {
    const found = new Map<number, string>();
    for (const line of ps(['-axEww', '-o', 'pid=,command=']).split('\n')) {
      const value = new RegExp(` ${name}=(\\S+)`).exec(line)?.[1];
      if (value !== undefined) found.set(Number.parseInt(line, 10), value);
    }
    return found;
  },
  nameOf(pid) {
    const command = ps(['-o', 'comm=', '-p', String(pid)]).trim();
    return command === '' ? null : basename(command);
  },
};

/** `sess` is 0 on current systems, so a session is taken for the process group that it begins with. */
export function parsePs(line: string): PsLine | null {
  const [pid, parent, group, session, state, ...start] = line.trim().split(/\s+/);
  if (pid === undefined || state === undefined || start.length === 0) return null;
  const sessionId = Number.parseInt(session ?? '', 16) || Number(group);
  return {
    pid: Number(pid),
    startTime: start.join(' '),
    parent: Number(parent),
    group: Number(group),
    session: sessionId,
    dead: state.startsWith('Z'),
  };
}

function psLines(args: readonly string[]): readonly PsLine[] {
  return ps(args)
    .split('\n')
    .map(parsePs)
    .filter((line) => line !== null);
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return ''; // `ps` exits with 1 when no process matches
  }
}
