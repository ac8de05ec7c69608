// Where a process lives, as the kernel says: the control group that a service manager put it into, and whether it sees the
// same processes as we do.
import { readFileSync, readlinkSync } from 'node:fs';

/** The text of `/proc/PID/cgroup`; null where there is none, or the process has ended. */
export function controlGroupOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  } catch {
    return null;
  }
}

/** In a container of its own; false where that cannot be known. */
export function isContained(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`) !== readlinkSync('/proc/self/ns/pid');
  } catch {
    return false;
  }
}
