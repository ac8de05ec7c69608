// Whether the kernel has ended a process because memory ran out, by its own counters: that of the control group, which
// counts the processes in it alone, or else that of the whole machine. Nothing but Linux tells.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where a process was ended since: in the control group of the one that is watched, or somewhere on the machine. */
export type OomKill = 'group' | 'machine';

/** Begins to watch a live process; what comes back tells at any time, also when it is gone. Null = none, or not known. */
export type WatchOomKills = (pid: number) => () => OomKill | null;

/** `root` is where the kernel's files lie. */
export function watchOomKills(pid: number, root = '/'): () => OomKill | null {
  const group = read(join(root, `proc/${pid}/cgroup`));
  const path = /^0::(\/.*)$/m.exec(group ?? '')?.[1];
  const inGroup = (): number | null =>
    path === undefined ? null : count(join(root, 'sys/fs/cgroup', path, 'memory.events'));
  const onMachine = (): number | null => count(join(root, 'proc/vmstat'));
  const before = { group: inGroup(), machine: onMachine() };
  return () => {
    const now = inGroup();
    if (before.group !== null && now !== null) return now > before.group ? 'group' : null;
    return before.machine !== null && (onMachine() ?? 0) > before.machine ? 'machine' : null;
  };
}

function count(file: string): number | null {
  const found = /^oom_kill (\d+)$/m.exec(read(file) ?? '')?.[1];
  return found === undefined ? null : Number(found);
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null; // another system, an older kernel, or a group that has gone with its last process
  }
}
