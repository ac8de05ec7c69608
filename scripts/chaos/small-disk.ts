// A file system of its own that can be filled without hurting anybody.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SmallDisk {
  readonly directory: string;
  /** Down to the last byte. */
  fill(): void;
  /** Takes back what `fill` took. */
  empty(): void;
  unmount(): void;
}

const size = '8m';

export function diskCanBeFilled(): boolean {
  const place = mkdtempSync(join(tmpdir(), 'flightdeck-chaos-'));
  const mounted = mount(place);
  if (mounted) unmount(place);
  rmSync(place, { recursive: true });
  return mounted;
}

export function mountSmallDisk(directory: string): SmallDisk {
  mkdirSync(directory);
  if (!mount(directory)) throw new Error(`nothing can be mounted on ${directory}`);
  return {
    directory,
    fill() {
      for (const [index, bytes] of [1 << 20, 1 << 12, 1 << 8].entries())
        fillWith(join(directory, `filler-${index}`), bytes);
    },
    empty() {
      for (const name of readdirSync(directory).filter((each) => each.startsWith('filler-')))
        rmSync(join(directory, name));
    },
    unmount: () => unmount(directory),
  };
}

function fillWith(path: string, bytes: number): void {
  try {
    for (;;) writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' });
  } catch {
    // full, as it should be
  }
}

function mount(directory: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory]).status === 0;
}

function unmount(directory: string): void {
  spawnSync('umount', ['--lazy', directory]);
}
