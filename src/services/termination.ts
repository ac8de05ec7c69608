// Ends a process tree: TERM to the leader, which knows best how to end its own children; TERM to whoever is left; KILL
// after the grace. It is over when no member lives, and it says who could not be ended. Some leaders must be the only ones
// to be asked: their children, asked as well, end in disorder.
import { now, pause } from '../system/clock.ts';
import type { ProcessTree } from '../system/process-tree.ts';
import type { ProcessEntry } from '../system/processes.ts';
import { signalProcess } from '../system/signals.ts';

export interface Termination {
  readonly durationMs: number;
  /** Live processes when it began. */
  readonly found: number;
  /** Something had to be killed. */
  readonly forced: boolean;
  readonly survivors: readonly number[];
}

export type Asked = 'everyone' | 'leader';

/** Children whose leader has gone get no more than this to end by themselves; those that nobody asks need longer to notice. */
const orphanGraceMs = { everyone: 2000, leader: 5000 } as const;
const killLimitMs = 5000;
const shortestPollMs = 10;
const longestPollMs = 50;

export async function terminate(tree: ProcessTree, graceMs: number, asked: Asked = 'everyone'): Promise<Termination> {
  const from = now();
  const members = tree.members(true);
  const finish = (forced: boolean, survivors: readonly ProcessEntry[]): Termination => ({
    durationMs: now() - from,
    found: members.length,
    forced,
    survivors: survivors.map(({ pid }) => pid),
  });
  if (members.length === 0) return finish(false, []);
  if (await endsByItself(tree, members, graceMs, asked)) return finish(false, []);
  const { killed, survivors } = await kill(tree);
  return finish(killed, survivors);
}

/** At once, without waiting for anything but the kernel; for the last moments of this process. */
export function killNow(tree: ProcessTree): void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const until = now() + 500;
  for (let members = tree.members(true); members.length > 0 && now() < until; members = tree.members(true)) {
    for (const member of members) signalProcess(member, 'SIGKILL');
    Atomics.wait(sleeper, 0, 0, 2);
  }
}

async function endsByItself(
  tree: ProcessTree,
  members: readonly ProcessEntry[],
  graceMs: number,
  whom: Asked,
): Promise<boolean> {
  const begin = now();
  const { root } = tree.seed;
  const asked = new Set<string>();
  const ask = (entry: ProcessEntry): void => {
    const key = `${entry.pid} ${entry.startTime}`;
    if (!asked.has(key)) signalProcess(entry, 'SIGTERM');
    asked.add(key);
  };
  let left = members;
  let deadline = begin + graceMs;
  if (root !== null) for (const entry of left) if (entry.pid === root.pid) ask(entry);
  for (let poll = shortestPollMs; now() < deadline; poll = Math.min(longestPollMs, poll * 1.5)) {
    // A leader that does not pass the signal on would cost its children the whole grace.
    if (!tree.rootIsAlive(left) || now() > begin + graceMs / 2) {
      if (!tree.rootIsAlive(left)) deadline = Math.min(deadline, now() + orphanGraceMs[whom]);
      if (whom === 'everyone') for (const entry of left) ask(entry);
    }
    await pause(poll);
    left = tree.members(false);
    if (left.length === 0) left = tree.members(true);
    if (left.length === 0) return true;
  }
  return false;
}

async function kill(tree: ProcessTree): Promise<{ killed: boolean; survivors: readonly ProcessEntry[] }> {
  const deadline = now() + killLimitMs;
  let killed = false;
  let left = tree.members(true);
  while (left.length > 0 && now() < deadline) {
    for (const entry of left) if (signalProcess(entry, 'SIGKILL') === 'sent') killed = true;
    await pause(shortestPollMs);
    left = tree.members(true);
  }
  return { killed, survivors: left };
}
