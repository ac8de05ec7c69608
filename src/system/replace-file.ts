// Replaces a file: whoever looks at it sees what was there before or the new content, never a part of it. Only one process
// may replace a file; what an interrupted attempt left behind is taken over by the next one.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from './append-file.ts';
import type { Durability } from './durability.ts';

export function replaceFile(path: string, content: string | Uint8Array, durability: Durability): void {
  const temporary = temporaryOf(path);
  try {
    write(temporary, Buffer.from(content), durability);
    renameSync(temporary, path);
  } catch (error) {
    remove(temporary);
    throw error;
  }
}

function temporaryOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.new`);
}

function write(path: string, bytes: Buffer, durability: Durability): void {
  const descriptor = openSync(path, 'w', 0o644);
  try {
    writeWhole(descriptor, bytes, null);
    if (durability === 'fsync') fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // what kept the file from being written may keep it from being removed; the next attempt takes it over
  }
}
