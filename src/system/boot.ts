// What pids and start times are counted from: the boot of this machine, and the namespace that this process lives in. A pid
// noted under another one means nothing here.
import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';

export interface PidSpace {
  /** Another one after each start of the machine. */
  readonly boot: string;
  /** Another one in each container. */
  readonly namespace: string;
}

export function pidSpace(): PidSpace {
  if (process.platform === 'darwin') return { boot: bootTime(), namespace: 'host' };
  return {
    boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    namespace: readlinkSync('/proc/self/ns/pid'),
  };
}

/** `{ sec = 1763718605, usec = 123456 } Fri Nov 21 …` */
function bootTime(): string {
  const said = execFileSync('sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8', timeout: 5000, stdio: 'pipe' });
  return /sec = (\d+)/.exec(said)?.[1] ?? said.trim();
}
