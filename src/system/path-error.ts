// Why something cannot be made or written, in words that name the path that the user knows and never a temporary one.
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The message is for people and names what is to blame. */
export class PathError extends Error {
  override readonly name = 'PathError';
}

/** A file that is still open was removed, moved or replaced. */
export class RemovedError extends Error {
  override readonly name = 'RemovedError';
  readonly path: string;

  constructor(path: string) {
    super(`${path} was removed or moved while it was written`);
    this.path = path;
  }
}

/** `path` is what was to be made or written. Errors of another kind than the file system's come back as they are. */
export function pathError(error: unknown, path: string): unknown {
  const code = systemCode(error);
  return code === null ? error : new PathError(reasonOf(code, path));
}

/** The same as a sentence's end, whatever was thrown. */
export function whyNotWritten(error: unknown, path: string): string {
  const why = pathError(error, path);
  return why instanceof Error ? why.message : String(why);
}

/** `EACCES` and the like; null for what is no error of the system. */
export function systemCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What helps, where that does not depend on what was to be written; null where nothing is known. */
export function remedyFor(error: unknown): string | null {
  switch (systemCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'free some space there, or choose another disk with --logs-dir DIR';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'make it writable again, or choose another place with --logs-dir DIR';
    case 'EFBIG':
      return 'raise the limit, for example with ulimit -f unlimited';
    case 'EMFILE':
      return 'raise the limit, for example with ulimit -n 1024';
    case 'EIO':
      return 'see what the system says of that disk (dmesg), or choose another one with --logs-dir DIR';
    default:
      return null;
  }
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
    case 'ENAMETOOLONG':
      return `the name ${path} is too long`;
    default:
      return shortageOf(code, folder) ?? `the system refuses it with ${code}`;
  }
}

/** Of what there is not enough, `folder` being where something was to be written; null for errors of another kind. */
export function shortage(error: unknown, folder: string): string | null {
  return shortageOf(systemCode(error) ?? '', folder);
}

function shortageOf(code: string, folder: string): string | null {
  switch (code) {
    case 'ENOSPC':
      return `the disk under ${folder} is full`;
    case 'EDQUOT':
      return `the quota of this user on the disk under ${folder} is used up`;
    case 'EFBIG':
      return `a file in ${folder} has become as large as files may be here (ulimit -f)`;
    case 'EMFILE':
      return 'this process may not have more files open (ulimit -n)';
    case 'ENFILE':
      return 'the machine has as many files open as it allows';
    case 'EIO':
      return `the disk under ${folder} does not work as it should (EIO)`;
    default:
      return null;
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}
