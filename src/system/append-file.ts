// A file that only grows, by whole texts. Writes are synchronous: when `append` returns, the bytes are with the operating
// system and survive the end of this process; when `flush` returns, they are as safe as was asked for.
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import type { Durability } from './durability.ts';
import { RemovedError } from './path-error.ts';

export interface AppendFile {
  /** The whole text, or nothing of it where this throws. */
  append(text: string): void;
  /** Throws a RemovedError where what was appended would be found by nobody. */
  flush(): void;
  close(): void;
}

export function openAppendFile(path: string, durability: Durability = 'os'): AppendFile {
  const descriptor = openSync(path, 'a', 0o644);
  const { ino, dev, size } = fstatSync(descriptor);
  let end = size;
  return {
    append(text) {
      const bytes = Buffer.from(text, 'utf8');
      try {
        writeWhole(descriptor, bytes, null);
      } catch (error) {
        truncate(descriptor, end);
        throw error;
      }
      end += bytes.length;
    },
    flush() {
      if (durability === 'fsync') fdatasyncSync(descriptor);
      const there = statSync(path, { throwIfNoEntry: false });
      // An open file can be written for ever after it was removed.
      if (there?.ino !== ino || there.dev !== dev) throw new RemovedError(path);
    },
    close: () => closeSync(descriptor),
  };
}

/** `write` may take less than it was given, for example when the disk is nearly full. */
export function writeWhole(descriptor: number, bytes: Buffer, position: number | null): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(descriptor, bytes, done, bytes.length - done, position === null ? null : position + done);
  }
}

function truncate(descriptor: number, end: number): void {
  try {
    ftruncateSync(descriptor, end);
  } catch {
    // readers leave a torn last line out
  }
}
