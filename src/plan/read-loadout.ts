// One loadout of a domain, in any of its forms, and what its services allow.
import {
  builtinModels,
  type DriverName,
  type Loadout,
  type LoadoutMember,
  type ServiceTemplate,
} from '../domain/plan.ts';
import { environmentName } from '../domain/schedule.ts';
import type { Reader } from './reader.ts';
import { labelSchema, memberSchema, memberText, singleSchema } from './schema/loadout.ts';
import { adapterNames } from './schema/service.ts';
import { nearest, suggestion } from './suggest.ts';
import { hasVariable } from './variables.ts';
import { entryOf, Written } from './written.ts';
import type { Path } from './yaml-source.ts';

export interface LoadoutContext {
  readonly driver: DriverName;
  /** Services that could be read, by name. */
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  /** All names under `services`, so that a faulty service is not reported again as unknown. */
  readonly declared: readonly string[];
}

export function readLoadout(reader: Reader, context: LoadoutContext, value: unknown, path: Path): Loadout | null {
  const position = reader.position(path);
  const roles = isMapping(value) && !('service' in value || 'model' in value || 'options' in value);
  if (roles) return readRoles(reader, context, value, path);
  const single: SingleInput | null = isMapping(value)
    ? reader.read(singleSchema, value, path)
    : splitMember(reader.read(memberText, value, path));
  if (single === null) return null;
  const role = context.driver === 'llm' ? 'llm' : single.service;
  const member = checkedMember(reader, context, { ...single, role }, path);
  if (member === null) return null;
  const { label } = single;
  if (label === undefined && member.model !== null && hasVariable(member.model)) {
    const hint = 'test ids must be the same in every environment: write { service: …, model: …, label: … }';
    reader.problem(path, 'a model that comes from a variable needs a label', hint);
    return null;
  }
  return { label: label ?? member.model ?? member.service, members: [member], position };
}

function readRoles(reader: Reader, context: LoadoutContext, value: object, path: Path): Loadout | null {
  const label = reader.read(labelSchema, entryOf(value, 'label'), [...path, 'label']);
  const members: LoadoutMember[] = [];
  const roles = reader.source.keys(path).filter((key) => key !== 'label');
  if (roles.length === 0) reader.problem(path, 'the loadout has no service', 'write service/model');
  for (const role of roles) {
    const at = [...path, role];
    if (context.driver === 'llm' && role !== 'llm') {
      const near = nearest(role, ['service', 'model', 'label', 'options', 'llm']);
      const hint = near === null ? 'a loadout under the llm driver has one role, llm' : `did you mean "${near}"?`;
      reader.problem(at, `unknown key "${role}"`, hint, 'key');
    } else if (!/^[a-z][a-z0-9_-]*$/.test(role)) {
      reader.problem(at, `"${role}" is not a role`, 'use small letters, digits, "-" and "_"', 'key');
    } else {
      const member = readMember(reader, context, role, entryOf(value, role), at);
      if (member !== null) members.push(member);
    }
  }
  checkAddresses(reader, members, path);
  if (label === null || members.length < roles.length || members.length === 0) return null;
  return { label, members, position: reader.position(path) };
}

/** Steps find a service by a variable that is made of its name, so no two may share one. */
function checkAddresses(reader: Reader, members: readonly LoadoutMember[], path: Path): void {
  const seen = new Map<string, LoadoutMember>();
  for (const member of members) {
    const name = environmentName(member.service);
    const first = seen.get(name);
    seen.set(name, member);
    if (first === undefined) continue;
    const both = `"${first.role}" and "${member.role}" would share the variable FLIGHTDECK_${name}_URL`;
    reader.problem([...path, member.role], both, 'give each a service with a name of its own');
  }
}

function readMember(reader: Reader, context: LoadoutContext, role: string, value: unknown, path: Path) {
  const input = isMapping(value)
    ? reader.read(memberSchema, value, path)
    : splitMember(reader.read(memberText, value, path));
  return input === null ? null : checkedMember(reader, context, { ...input, role }, path);
}

interface SingleInput {
  readonly label?: string | undefined;
  readonly service: string;
  readonly model?: string | undefined;
  readonly options?: LoadoutMember['options'] | undefined;
}

interface MemberInput extends SingleInput {
  readonly role: string;
}

function splitMember(written: string | null): SingleInput | null {
  if (written === null) return null;
  const slash = written.indexOf('/');
  return slash === -1 ? { service: written } : { service: written.slice(0, slash), model: written.slice(slash + 1) };
}

function checkedMember(reader: Reader, context: LoadoutContext, input: MemberInput, path: Path): LoadoutMember | null {
  const service = context.services.get(input.service);
  if (service === undefined) {
    if (context.declared.includes(input.service)) return null;
    const adapter = adapterNames.find((name) => name === input.service);
    const hint =
      adapter === undefined || nearest(input.service, context.declared) !== null
        ? (suggestion(input.service, context.declared) ?? 'add it under "services"')
        : `add it under "services": ${adapter}: { adapter: ${adapter} }`;
    reader.problem(servicePath(reader, path), `there is no service "${input.service}"`, hint);
    return null;
  }
  const model = input.model ?? null;
  const problem = modelProblem(service, model, context.driver);
  if (problem !== null) {
    const [message = '', hint] = problem.split('\n');
    reader.problem(modelPath(reader, path), message, hint ?? null);
    return null;
  }
  return { role: input.role, service: input.service, model, options: input.options ?? {} };
}

/** Two lines where there is a hint; null where the service can serve this. */
function modelProblem(service: ServiceTemplate, model: string | null, driver: DriverName): string | null {
  const quoted = `"${service.name}"`;
  const api = 'api' in service ? service.api : null;
  if (driver === 'llm' && api === 'none') {
    return `the service ${quoted} cannot be asked anything, because its api is none\nthe llm driver needs api: openai or api: ollama`;
  }
  if (model === '') return `no model stands after the slash of "${service.name}/"`;
  if (service.adapter === 'builtin') return builtinProblem(model, quoted);
  if (model !== null) return null;
  if (driver === 'llm' && api !== 'none')
    return `the service ${quoted} needs a model here\nwrite ${service.name}/MODEL`;
  if (service.adapter === 'command' && service.command.some((text) => text.includes('{model}'))) {
    return `the command of the service ${quoted} has "{model}", but no model is named here\nwrite ${service.name}/MODEL`;
  }
  return null;
}

function builtinProblem(model: string | null, service: string): string | null {
  if (model === null) return `the service ${service} needs a model here\nthere is: ${builtinModels.join(', ')}`;
  if (hasVariable(model) || builtinModels.some((known) => known === model)) return null;
  return `no model "${model}" ships with Flightdeck\n${suggestion(model, builtinModels) ?? ''}`;
}

function servicePath(reader: Reader, path: Path): Path {
  return reader.source.keys(path).includes('service') ? [...path, 'service'] : path;
}

function modelPath(reader: Reader, path: Path): Path {
  return reader.source.keys(path).includes('model') ? [...path, 'model'] : servicePath(reader, path);
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}
