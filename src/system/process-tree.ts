// All processes that came from one start, also those that left its group, its session and its ancestry. Found by group,
// session, parents and a tag in the environment, together: each alone misses some. What was once seen stays a member.
import { listProcesses, type ProcessEntry, type ProcessIdentity, tagged } from './processes.ts';
import { untouchable } from './signals.ts';

export interface TreeSeed {
  /** The leader of a group and session of its own; null when only the tag is known. */
  readonly root: ProcessIdentity | null;
  /** `NAME=value` pairs that were given to it and to nothing else; empty where it carries none. */
  readonly tag: readonly string[];
  /** Members that somebody else saw before. */
  readonly seen?: readonly ProcessIdentity[];
  /**
   * Nobody has watched it since: the number of its group may be another one's by now, so that it counts only where a
   * process in it is known to be a member.
   */
  readonly unwatched?: boolean;
}

export class ProcessTree {
  readonly seed: TreeSeed;
  readonly #protected = untouchable();
  #known: readonly ProcessIdentity[];
  #empty = false;

  constructor(seed: TreeSeed) {
    this.seed = seed;
    this.#known = [...(seed.root === null ? [] : [seed.root]), ...(seed.seen ?? [])];
  }

  /** The live members. `thorough` also reads the environment of every process, which finds those that broke away unseen. */
  members(thorough: boolean): readonly ProcessEntry[] {
    // A group's number can be given away once nobody is left in it; an empty tree therefore stays empty.
    if (this.#empty) return [];
    const table = listProcesses().filter(({ pid }) => !this.#protected.has(pid));
    const byTag =
      thorough && this.seed.tag.length > 0
        ? tagged(
            table.map(({ pid }) => pid),
            this.seed.tag,
          )
        : new Set<number>();
    const members = membersOf(table, this.seed, this.#known, byTag);
    this.#known = members;
    if (thorough && members.length === 0 && this.seed.root !== null) this.#empty = true;
    return members;
  }

  rootIsAlive(members: readonly ProcessEntry[]): boolean {
    const { root } = this.seed;
    return root !== null && members.some((entry) => sameProcess(entry, root));
  }
}

/** Pure: who of `table` belongs. */
export function membersOf(
  table: readonly ProcessEntry[],
  { root, unwatched = false }: Pick<TreeSeed, 'root' | 'unwatched'>,
  known: readonly ProcessIdentity[],
  byTag: ReadonlySet<number>,
): readonly ProcessEntry[] {
  const startTimes = new Map(known.map(({ pid, startTime }) => [pid, startTime]));
  const rootReplaced = table.some((entry) => entry.pid === root?.pid && !sameProcess(entry, root));
  const rootId = root === null || rootReplaced ? null : root.pid;
  const ids = new Set<number>(rootId === null || unwatched ? [] : [rootId]);
  const members = new Set<ProcessEntry>();
  for (let grown = true; grown; ) {
    grown = false;
    for (const entry of table) {
      if (members.has(entry)) continue;
      const seen = startTimes.get(entry.pid) === entry.startTime || byTag.has(entry.pid);
      if (!seen && !ids.has(entry.group) && !ids.has(entry.session) && !ids.has(entry.parent)) continue;
      members.add(entry);
      ids.add(entry.pid);
      if (rootId !== null && (entry.group === rootId || entry.session === rootId)) ids.add(rootId);
      grown = true;
    }
  }
  return [...members];
}

function sameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.startTime === b.startTime;
}
