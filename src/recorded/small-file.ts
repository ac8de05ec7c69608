// A file of a run folder that is read whole.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFiles } from './folder-files.ts';

const largestBytes = 16 * 1024 * 1024;

/** Null where it cannot be read or is too large, which is said. */
export async function readSmallFile(
  directory: string,
  name: string,
  files: FolderFiles,
  warn: (warning: string) => void,
): Promise<string | null> {
  const absence = files.absence(name);
  if (absence !== null) {
    warn(`${name} ${absence}`);
    return null;
  }
  const path = join(directory, name);
  const { size } = await stat(path);
  if (size <= largestBytes) return readFile(path, 'utf8');
  warn(`${name} is left out: it has ${size} bytes, more than the ${largestBytes} that are read`);
  return null;
}
