// Files that a plan names, looked at while the plan is read: that they are there is part of what makes a plan valid.
import { accessSync, constants, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { nearest } from './suggest.ts';

export const largestNamedMiB = 100;

export class NamedFiles {
  readonly #folders = new Map<string, readonly string[] | null>();
  readonly #faults = new Map<string, string | null>();

  /** What is wrong with the file as the predicate of a sentence, with the hint on a second line; null = it can be used. */
  fault(path: string, written: string): string | null {
    const key = `${path}\0${written}`;
    const known = this.#faults.get(key);
    if (known !== undefined) return known;
    const found = this.#look(path);
    const hint = found === missing(path) ? this.#hint(path, written) : '';
    const fault = found === null ? null : `is ${JSON.stringify(written)}, ${found}${hint}`;
    this.#faults.set(key, fault);
    return fault;
  }

  #look(path: string): string | null {
    try {
      const status = statSync(path);
      if (status.isDirectory()) return 'which is a folder';
      if (!status.isFile()) return 'which is no regular file';
      if (status.size === 0) return 'which is an empty file';
      if (status.size > largestNamedMiB * 1024 * 1024) return `which is larger than ${largestNamedMiB} MiB`;
      accessSync(path, constants.R_OK);
      return null;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT' || code === 'ENOTDIR') return missing(path);
      if (code === 'EACCES' || code === 'EPERM') return 'which this user may not read';
      return `which cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  }

  #hint(path: string, written: string): string {
    const folder = dirname(path);
    const names = this.#namesIn(folder);
    if (names === null) return `\nthere is no folder ${folder}`;
    const near = nearest(basename(path), names);
    return near === null ? '' : `\ndid you mean ${JSON.stringify(join(dirname(written), near))}?`;
  }

  #namesIn(folder: string): readonly string[] | null {
    const known = this.#folders.get(folder);
    if (known !== undefined) return known;
    const names = listed(folder);
    this.#folders.set(folder, names);
    return names;
  }
}

function missing(path: string): string {
  return `and there is no file ${path}`;
}

function listed(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder).slice(0, 10_000);
  } catch {
    return null;
  }
}

/** UTF-8 text without a byte order mark; null where it is none. */
export function readText(path: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
