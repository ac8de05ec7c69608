// Finds a program the way the system would, so that a missing one can be named before anything is started.
import { accessSync, constants, statSync } from 'node:fs';
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
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return { kind: 'missing' };
  try {
    accessSync(path, constants.X_OK);
    return { kind: 'found', path };
  } catch {
    return { kind: 'not-executable', path };
  }
}

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
