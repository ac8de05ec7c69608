// Finds a program the way the system would, so that a missing one can be named before anything is started.
import { accessSync, constants, type Stats, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

export type Executable =
  | { readonly kind: 'found'; readonly path: string }
  /** There is such a file, but it cannot be executed. */
  | { readonly kind: 'not-executable'; readonly path: string }
  | { readonly kind: 'missing' };

/** `program` is a name to look for on `searchPath`, or a path, relative to `directory`. */
export function findExecutable(program: string, searchPath: string | undefined, directory: string): Executable {
  if (program.includes('/')) return examine(isAbsolute(program) ? program : resolve(directory, program));
  let best: Executable = { kind: 'missing' };
  for (const folder of (searchPath ?? '').split(delimiter)) {
    if (folder === '') continue;
    const candidate = examine(resolve(directory, join(folder, program)));
    if (candidate.kind === 'found') return candidate;
    if (candidate.kind === 'not-executable') best = candidate;
  }
  return best;
}

function examine(path: string): Executable {
  if (statusOf(path)?.isFile() !== true) return { kind: 'missing' };
  try {
    accessSync(path, constants.X_OK);
    return { kind: 'found', path };
  } catch {
    return { kind: 'not-executable', path };
  }
}

export function isDirectory(path: string): boolean {
  return statusOf(path)?.isDirectory() === true;
}

/** Null also where we may not look: a search path often names folders of other users. */
function statusOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}
