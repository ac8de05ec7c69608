// Whose process it is that holds memory of a GPU. Inside a container the driver may tell the numbers that processes have
// outside of it, so that only a process that is here and has the name that the driver tells can be called somebody else's.
import type { GpuProcess } from '../domain/samples.ts';
import { identify, listProcesses, nameOf } from '../system/processes.ts';

export type Owner = 'service' | 'ours' | 'foreign' | 'unknown';

/** What is remembered of processes that were asked about; more than a machine's GPUs have at one time. */
const mostRemembered = 1024;
/** The kernel's own name of a process ends here. */
const shortNameLength = 15;

export class Ownership {
  /** By pid, start time and name: none of these answers changes while the process lives. */
  readonly #known = new Map<string, Owner>();

  /** `servicePids`: the processes of the run's services. */
  ownerOf({ pid, name }: GpuProcess, servicePids: ReadonlySet<number>): Owner {
    if (servicePids.has(pid)) return 'service';
    const identity = identify(pid);
    if (identity === null) return 'unknown';
    const key = JSON.stringify([pid, identity.startTime, name]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const owner = examine(pid, name, servicePids);
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(key, owner);
    return owner;
  }
}

function examine(pid: number, name: string | null, servicePids: ReadonlySet<number>): Owner {
  if (descendsFrom(pid, new Set([process.pid, ...servicePids]))) return 'ours';
  const here = nameOf(pid);
  return name !== null && here !== null && isSameName(name, here) ? 'foreign' : 'unknown';
}

function descendsFrom(pid: number, ancestors: ReadonlySet<number>): boolean {
  const parents = new Map(listProcesses().map((entry) => [entry.pid, entry.parent]));
  const seen = new Set<number>();
  for (let at: number | undefined = pid; at !== undefined && !seen.has(at); at = parents.get(at)) {
    if (ancestors.has(at)) return true;
    seen.add(at);
  }
  return false;
}

/** `told` is a path, perhaps with arguments; `here` is a file's name, or the kernel's short one. */
export function isSameName(told: string, here: string): boolean {
  return [told, told.split(' ')[0] ?? ''].some((text) => {
    const name = text.slice(text.lastIndexOf('/') + 1);
    return name === here || (here.length >= shortNameLength && name.startsWith(here));
  });
}
