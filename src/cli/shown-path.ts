// A path as short as a person can paste it.
import { relative } from 'node:path';

export function shownPath(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path === '' || path.startsWith('..') ? directory : path;
}
