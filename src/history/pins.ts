// A pinned run keeps its folder for as long as a marker lies in it: it moves with the folder, and needs no index.
import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { pathError, systemCode } from '../system/path-error.ts';

const marker = '.pinned';

export function isPinned(directory: string): boolean {
  return lstatSync(join(directory, marker), { throwIfNoEntry: false }) !== undefined;
}

/** False where it was pinned already. Throws a UserError for what is not a run, or may not be changed. */
export function pin(directory: string): boolean {
  return changed(directory, (path) => {
    try {
      writeFileSync(path, '', { flag: 'wx' });
      return true;
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false;
      throw error;
    }
  });
}

/** False where it was not pinned. */
export function unpin(directory: string): boolean {
  return changed(directory, (path) => {
    const there = isPinned(directory);
    rmSync(path, { force: true });
    return there;
  });
}

function changed(directory: string, change: (path: string) => boolean): boolean {
  if (lstatSync(join(directory, 'events.jsonl'), { throwIfNoEntry: false })?.isFile() !== true) {
    throw new UserError('no-run-folder', `${directory} is not the folder of a run: it holds no events.jsonl`);
  }
  const path = join(directory, marker);
  try {
    return change(path);
  } catch (error) {
    const why = pathError(error, path);
    throw new UserError('pin', `cannot change ${path}: ${why instanceof Error ? why.message : String(why)}`);
  }
}
