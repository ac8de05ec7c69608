// Why something cannot be made or written, in words that name the path that the user knows and never a temporary one.
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The message is for people and names what is to blame. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/** `path` is what was to be made or written. Errors of another kind than the file system's come back as they are. */
export function pathError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  return code === null ? error : new PathError(reasonOf(code, path));
}

/** `EACCES` and the like; null for what is no error of the system. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

function reasonOf(code: string, path: string): string {
  const folder = dirname(path);
  switch (code) {
    case 'ENOENT':
      return isThere(folder) ? `nothing can be made in ${folder}` : `there is no folder ${folder}`;
    case 'ENOTDIR':
      return `${folder} is not a folder`;
    case 'EISDIR':
      return `${path} is a folder`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not write in ${folder}`;
    case 'EROFS':
      return `${folder} can only be read`;
    case 'ENOSPC':
      return `the disk under ${folder} is full`;
    case 'ENAMETOOLONG':
      return `the name ${path} is too long`;
    default:
      return `the system refuses it with ${code}`;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
