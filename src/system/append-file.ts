// A file that only grows. Writes are synchronous: when `append` returns, the bytes are with the operating system and
// survive the end of this process; when `flush` returns, they are on the disk.
import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';

export interface AppendFile {
  append(text: string): void;
  flush(): void;
  close(): void;
}

export function openAppendFile(path: string): AppendFile {
  const descriptor = openSync(path, 'a', 0o644);
  return {
    append: (text) => writeWhole(descriptor, Buffer.from(text, 'utf8'), null),
    flush: () => fdatasyncSync(descriptor),
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
