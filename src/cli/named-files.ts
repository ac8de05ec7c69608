// The local files that a plan starts its services with, so that a run can be told from one with another serve.py. Large
// ones, such as models, are left out: hashing them would hold the run up.
import { isAbsolute, relative, resolve } from 'node:path';
import type { ServiceTemplate } from '../domain/plan.ts';
import { fileHash } from '../system/file-hash.ts';

const largestBytes = 64 * 1024 * 1024;

/** SHA-256 by path, sorted; paths below `directory`, that of the plan, are relative to it. */
export async function hashesOfNamedFiles(
  services: Iterable<ServiceTemplate>,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const paths = new Set([...services].flatMap(pathsIn));
  const hashes = new Map<string, string>();
  await Promise.all(
    [...paths].map(async (path) => {
      const hash = await fileHash(path, largestBytes);
      if (hash !== null) hashes.set(shown(path, directory), hash);
    }),
  );
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What may be a path among the words of a command; a program without a slash is looked for elsewhere. */
function pathsIn(service: ServiceTemplate): readonly string[] {
  if (service.adapter !== 'command') return [];
  const words = service.command.filter((word, index) => index > 0 || word.includes('/'));
  return words.map((word) => resolve(service.cwd, word));
}

function shown(path: string, directory: string): string {
  const fromPlan = relative(directory, path);
  return fromPlan.startsWith('..') || isAbsolute(fromPlan) ? path : fromPlan;
}
