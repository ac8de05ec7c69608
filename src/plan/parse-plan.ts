// Text → checked plan, or everything that is wrong with it at once. Pure: touches no file, no environment, no clock.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { Domain, Plan, ServiceTemplate } from '../domain/plan.ts';
import type { PlanProblem } from './problems.ts';
import { readDomain } from './read-domain.ts';
import { builtinDefaults, nearer } from './read-scenario.ts';
import { readService } from './read-service.ts';
import { Reader } from './reader.ts';
import { checkReferences } from './references.ts';
import { planShell } from './schema/plan.ts';
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
  const read = readPlan(reader, source, directory);
  // What cannot be a value has been said; that the schema then misses something there is its consequence.
  const further = reader.problems.filter((problem) => !problems.some((known) => isSamePlace(problem, known)));
  const all = [...problems, ...further];
  if (read === null || all.length > 0) return { plan: null, problems: all.sort(byPosition) };
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { plan: { ...read, source: { file, directory, text, sha256 } }, problems: [] };
}

function readPlan(reader: Reader, source: YamlSource, directory: string): Omit<Plan, 'source'> | null {
  const shell = reader.read(planShell, source.value, []);
  // Faults of the plan's own fields must not hide those of its parts.
  const parts = shell ?? { services: tableAt(source.value, 'services'), domains: tableAt(source.value, 'domains') };
  const services = new Map<string, ServiceTemplate>();
  const declared = source.keys(['services']);
  for (const name of declared) {
    const service = readService(reader, name, parts.services?.[name], directory);
    if (service !== null) services.set(name, service);
  }
  const context = { services, declared, defaults: nearer(shell?.defaults, builtinDefaults), directory };
  const names = source.keys(['domains']);
  const read = names.flatMap((name) => readDomain(reader, context, name, parts.domains?.[name]) ?? []);
  checkReferences(reader, read);
  if (shell !== null && names.length === 0) reader.problem(['domains'], 'the plan has no domains');
  if (shell === null) return null;
  const domains: readonly Domain[] = read.map(({ domain }) => domain);
  const { name, description = null, version = null, tags = [] } = shell;
  return { name, description, version, tags, services, domains };
}

function tableAt(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const entry = entryOf(value, key);
  return typeof entry === 'object' && entry !== null ? Object.fromEntries(Object.entries(entry)) : {};
}

function isSamePlace(a: PlanProblem, b: PlanProblem): boolean {
  return a.position?.line === b.position?.line && a.position?.column === b.position?.column;
}

function byPosition(a: PlanProblem, b: PlanProblem): number {
  const [first, second] = [a.position, b.position];
  if (first === null || second === null) return Number(first !== null) - Number(second !== null);
  return first.line - second.line || first.column - second.column;
}
