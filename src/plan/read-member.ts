// One member of a loadout: a service with its model, and whether it can do what it is there for.
import type { LoadoutMember, ServiceTemplate } from '../domain/plan.ts';
import type { Reader } from './reader.ts';
import { abilityProblem, builtinProblem, type Need } from './roles.ts';
import { adapterNames } from './schema/service.ts';
import { nearest, suggestion } from './suggest.ts';
import type { Path } from './yaml-source.ts';

export interface KnownServices {
  /** Services that could be read, by name. */
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  /** All names under `services`, so that a faulty service is not reported again as unknown. */
  readonly declared: readonly string[];
}

export interface MemberInput {
  readonly label?: string | undefined;
  readonly service: string;
  readonly model?: string | undefined;
  readonly options?: LoadoutMember['options'] | undefined;
}

export function splitMember(written: string | null): MemberInput | null {
  if (written === null) return null;
  const slash = written.indexOf('/');
  return slash === -1 ? { service: written } : { service: written.slice(0, slash), model: written.slice(slash + 1) };
}

/** `need` is null in command suites, which take any service. */
export function checkedMember(
  reader: Reader,
  { services, declared }: KnownServices,
  input: MemberInput & { readonly role: string; readonly need: Need | null },
  path: Path,
): LoadoutMember | null {
  const service = services.get(input.service);
  if (service === undefined) {
    if (!declared.includes(input.service)) reportUnknown(reader, declared, input.service, path);
    return null;
  }
  const model = input.model ?? null;
  const problem = memberProblem(service, model, input.need);
  if (problem !== null) {
    const [message = '', hint] = problem.split('\n');
    reader.problem(modelPath(reader, path), message, hint ?? null);
    return null;
  }
  return { role: input.role, service: input.service, model, options: input.options ?? {} };
}

function reportUnknown(reader: Reader, declared: readonly string[], name: string, path: Path): void {
  const adapter = adapterNames.find((known) => known === name);
  const hint =
    adapter === undefined || nearest(name, declared) !== null
      ? (suggestion(name, declared) ?? 'add it under "services"')
      : `add it under "services": ${adapter}: { adapter: ${adapter} }`;
  reader.problem(servicePath(reader, path), `there is no service "${name}"`, hint);
}

/** Two lines where there is a hint; null where the service can serve this. */
function memberProblem(service: ServiceTemplate, model: string | null, need: Need | null): string | null {
  const quoted = `"${service.name}"`;
  const problem = need === null ? null : abilityProblem(service, need);
  if (problem !== null) return problem;
  if (model === '') return `no model stands after the slash of "${service.name}/"`;
  if (service.adapter === 'builtin') return builtinProblem(model, quoted, need);
  if (model !== null) return null;
  if (need !== null) return `the service ${quoted} needs a model here\nwrite ${service.name}/MODEL`;
  if ('command' in service && service.command.some((text) => text.includes('{model}'))) {
    return `the command of the service ${quoted} has "{model}", but no model is named here\nwrite ${service.name}/MODEL`;
  }
  return null;
}

function servicePath(reader: Reader, path: Path): Path {
  return reader.source.keys(path).includes('service') ? [...path, 'service'] : path;
}

function modelPath(reader: Reader, path: Path): Path {
  return reader.source.keys(path).includes('model') ? [...path, 'model'] : servicePath(reader, path);
}
