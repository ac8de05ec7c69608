// Is there room in a folder? Asked by writing there: numbers of free blocks know nothing of quotas, nor of what is kept for
// root.
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './append-file.ts';
import { systemCode } from './path-error.ts';

/** Of a few results; a block or two may be left in files that are open. */
const needed = 16 * 1024;

/** Throws the system's error where a little more cannot be written in `folder`. Leaves nothing there. */
export function requireRoom(folder: string): void {
  const path = join(folder, '.room');
  try {
    rmSync(path, { force: true }); // whoever made it was killed
    const descriptor = openSync(path, 'wx', 0o600);
    try {
      rmSync(path);
      writeWhole(descriptor, Buffer.alloc(needed), null);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!tellsNothing.has(systemCode(error) ?? '')) throw error;
  }
}

/** Of the limits of this process, not of the folder. */
const tellsNothing: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EFBIG']);
