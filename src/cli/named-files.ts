// The local files that a plan names: programs and their arguments, audio and images, data files; so that a run can be told
// from one with another serve.py or another recording. Large ones, such as models, are left out: hashing them would hold the
// run up.
import { isAbsolute, relative, resolve } from 'node:path';
import type { Scenario, ServiceTemplate } from '../domain/plan.ts';
import { fileHash } from '../system/file-hash.ts';

const largestBytes = 64 * 1024 * 1024;
/** Recordings can be thousands; those beyond are left out like large ones. */
const mostFiles = 1000;
const atOnce = 16;

export interface NamingParts {
  readonly services: Iterable<ServiceTemplate>;
  readonly scenarios: Iterable<Scenario>;
}

/** SHA-256 by path, sorted; paths below `directory`, that of the plan, are relative to it. */
export async function hashesOfNamedFiles(
  { services, scenarios }: NamingParts,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const paths = new Set([...[...services].flatMap(pathsInService), ...[...scenarios].flatMap(filesOfScenario)]);
  const hashes = new Map<string, string>();
  const rest = [...paths].slice(0, mostFiles).values();
  const work = Array.from({ length: atOnce }, async () => {
    for (const path of rest) {
      const hash = await fileHash(path, largestBytes);
      if (hash !== null) hashes.set(shown(path, directory), hash);
    }
  });
  await Promise.all(work);
  return Object.fromEntries([...hashes].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What may be a path among the words of a command; a program without a slash is looked for elsewhere. */
export function pathsInService(service: ServiceTemplate): readonly string[] {
  if (!('command' in service && 'cwd' in service)) return [];
  const words = service.command.filter((word, index) => index > 0 || word.includes('/'));
  return words.map((word) => resolve(service.cwd, word));
}

/** Absolute: what is shown or played, and the file of data that it is made from. */
export function filesOfScenario(scenario: Scenario): readonly string[] {
  return [...(scenario.position.file === undefined ? [] : [scenario.position.file]), ...mediaOf(scenario)];
}

function mediaOf(scenario: Scenario): readonly string[] {
  switch (scenario.driver) {
    case 'stt':
    case 'sts':
      return [scenario.audio];
    case 'llm':
    case 'vlm':
      return scenario.turns.flatMap(({ images }) => images);
    case 'tts':
    case 'command':
      return [];
    default:
      return scenario satisfies never;
  }
}

/** As it stands in `system_info.yaml`. */
export function shown(path: string, directory: string): string {
  const fromPlan = relative(directory, path);
  return fromPlan.startsWith('..') || isAbsolute(fromPlan) ? path : fromPlan;
}
