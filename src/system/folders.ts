// Makes a folder with those above it. One by one: Node's own recursive way tries for ever where a file system takes no
// folders, as under /proc.
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PathError, pathError, systemCode } from './path-error.ts';

/** `directory` is absolute and may be there already. Throws a PathError. */
export function makeFolder(directory: string): void {
  for (const folder of fromTheRoot(directory)) {
    try {
      if (isFolder(folder)) continue;
      mkdirSync(folder);
    } catch (error) {
      // Somebody else made it in between, or what is there is no folder.
      if (systemCode(error) === 'EEXIST' && isFolder(folder)) continue;
      throw systemCode(error) === 'EEXIST'
        ? new PathError(`${folder} is a file, not a folder`)
        : pathError(error, folder);
    }
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function fromTheRoot(directory: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) folders.unshift(folder);
  return folders;
}
