// Text → checked plan, or everything that is wrong with it at once. Reads the data files that the plan names and looks whether
// its audio and images are there; touches no environment and no clock.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Domain, Plan, ServiceTemplate } from '../domain/plan.ts';
import { builtinDefaults, nearer } from './defaults.ts';
import { NamedFiles } from './files.ts';
import { byPosition, firstProblems, type PlanProblem } from './problems.ts';
import { type ReadDomain, readDomain } from './read-domain.ts';
import { readService } from './read-service.ts';
import { Reader } from './reader.ts';
import { checkReferences } from './references.ts';
import { planShell } from './schema/plan.ts';
import { suggestion } from './suggest.ts';
import { entryOf } from './written.ts';
import { readYaml, type YamlSource } from './yaml-source.ts';

export type ParsedPlan =
  | { readonly plan: Plan; readonly problems: [] }
  | { readonly plan: null; readonly problems: PlanProblem[] };

/** `file` is absolute: relative paths of the plan begin in its directory. */
export function parsePlan(text: string, file: string): ParsedPlan {
  const { source, problems } = readYaml(text);
  if (source === null) return { plan: null, problems: [...problems] };
  const reader = new Reader(source);
  const directory = dirname(file);
  const { plan, domains } = readPlan(reader, source, directory);
  // What cannot be a value has been said; that the schema then misses something there is its consequence.
  const further = reader.problems.filter((problem) => !problems.some((known) => isSamePlace(problem, known)));
  const ofData = domains.flatMap(({ data }) => data.flatMap((each) => firstProblems(each.problems)));
  const all = [...problems, ...further, ...ofData];
  if (plan === null || all.length > 0) return { plan: null, problems: all.sort(byPosition) };
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { plan: { ...plan, source: { file, directory, text, sha256 } }, problems: [] };
}

interface ReadPlan {
  readonly plan: Omit<Plan, 'source'> | null;
  readonly domains: readonly ReadDomain[];
}

function readPlan(reader: Reader, source: YamlSource, directory: string): ReadPlan {
  const shell = reader.read(planShell, source.value, []);
  // Faults of the plan's own fields must not hide those of its parts.
  const parts = shell ?? { services: tableAt(source.value, 'services'), domains: tableAt(source.value, 'domains') };
  const services = new Map<string, ServiceTemplate>();
  const declared = source.keys(['services']);
  for (const name of declared) {
    const service = readService(reader, name, parts.services?.[name], directory);
    if (service !== null) services.set(name, service);
  }
  const defaults = nearer(shell?.defaults, builtinDefaults);
  const context = { services, declared, defaults, directory, files: new NamedFiles() };
  const names = source.keys(['domains']);
  const read = names.flatMap((name) => readDomain(reader, context, name, parts.domains?.[name]) ?? []);
  checkReferences(read);
  if (shell !== null && names.length === 0) reader.problem(['domains'], 'the plan has no domains');
  if (shell === null) return { plan: null, domains: read };
  const domains: readonly Domain[] = read.map(({ domain }) => domain);
  const { name, description = null, version = null, tags = [] } = shell;
  const fitTogether = togetherOf(reader, shell.fitTogether ?? false, declared);
  return { plan: { name, description, version, tags, services, fitTogether, domains }, domains: read };
}

function togetherOf(
  reader: Reader,
  written: boolean | readonly string[],
  declared: readonly string[],
): ReadonlySet<string> {
  if (typeof written === 'boolean') return new Set(written ? declared : []);
  for (const [index, name] of written.entries()) {
    if (declared.includes(name)) continue;
    reader.problem(['fitTogether', index], `there is no service "${name}"`, suggestion(name, declared));
  }
  return new Set(written);
}

function tableAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const entry = entryOf(value, key);
  return typeof entry === 'object' && entry !== null ? Object.fromEntries(Object.entries(entry)) : {};
}

function isSamePlace(a: PlanProblem, b: PlanProblem): boolean {
  return a.position?.line === b.position?.line && a.position?.column === b.position?.column;
}
