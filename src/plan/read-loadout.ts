// One loadout of a domain, in any of its forms, and what its driver allows.
import type { DriverName, Loadout, LoadoutMember, ModelRole } from '../domain/plan.ts';
import { environmentName } from '../domain/schedule.ts';
import { checkedMember, type KnownServices, splitMember } from './read-member.ts';
import type { Reader } from './reader.ts';
import type { Need } from './roles.ts';
import { labelSchema, memberSchema, memberText, singleSchema } from './schema/loadout.ts';
import { nearest } from './suggest.ts';
import { hasVariable } from './variables.ts';
import { entryOf, Written } from './written.ts';
import type { Path } from './yaml-source.ts';

export interface LoadoutContext extends KnownServices {
  readonly driver: DriverName;
}

interface Roles {
  readonly needed: readonly ModelRole[];
  readonly further: readonly ModelRole[];
  readonly form: string;
}

/** Null: any names. */
const rolesOf: Readonly<Record<DriverName, Roles | null>> = {
  llm: { needed: ['llm'], further: [], form: 'a loadout under the llm driver has one role, llm' },
  vlm: { needed: ['vlm'], further: [], form: 'a loadout under the vlm driver has one role, vlm' },
  stt: { needed: ['stt'], further: [], form: 'a loadout under the stt driver has one role, stt' },
  tts: { needed: ['tts'], further: ['stt'], form: 'write { label: …, tts: … }, and stt: … for the round trip' },
  sts: { needed: ['stt', 'llm', 'tts'], further: [], form: 'write { label: …, stt: …, llm: …, tts: … }' },
  command: null,
};

export function readLoadout(reader: Reader, context: LoadoutContext, value: unknown, path: Path): Loadout | null {
  const { driver } = context;
  if (isMapping(value) && !('service' in value || 'model' in value || 'options' in value)) {
    return readRoles(reader, context, value, path);
  }
  if (driver === 'sts') {
    reader.problem(path, 'a loadout under the sts driver has three models', rolesOf.sts?.form ?? null);
    return null;
  }
  const single = isMapping(value)
    ? reader.read(singleSchema, value, path)
    : splitMember(reader.read(memberText, value, path));
  if (single === null) return null;
  const asked =
    driver === 'command' ? { role: single.service, need: null } : { role: driver, need: needOf(driver, driver) };
  const member = checkedMember(reader, context, { ...single, ...asked }, path);
  if (member === null) return null;
  const { label } = single;
  if (label === undefined && member.model !== null && hasVariable(member.model)) {
    const hint = 'test ids must be the same in every environment: write { service: …, model: …, label: … }';
    reader.problem(path, 'a model that comes from a variable needs a label', hint);
    return null;
  }
  return { label: label ?? member.model ?? member.service, members: [member], position: reader.position(path) };
}

function needOf(driver: DriverName, role: ModelRole): Need {
  const article = driver === 'sts' ? 'an' : 'a';
  return { role, whose: driver === role ? `the ${driver} driver` : `the ${role} of ${article} ${driver} loadout` };
}

function readRoles(reader: Reader, context: LoadoutContext, value: object, path: Path): Loadout | null {
  const label = reader.read(labelSchema, entryOf(value, 'label'), [...path, 'label']);
  const members: LoadoutMember[] = [];
  const written = reader.source.keys(path).filter((key) => key !== 'label');
  const roles = rolesOf[context.driver];
  checkPresent(reader, roles, written, path);
  for (const role of written) {
    const at = [...path, role];
    const known = roles === null ? undefined : [...roles.needed, ...roles.further].find((each) => each === role);
    if (roles !== null && known === undefined) {
      const near = nearest(role, ['service', 'model', 'label', 'options', ...roles.needed, ...roles.further]);
      reader.problem(at, `unknown key "${role}"`, near === null ? roles.form : `did you mean "${near}"?`, 'key');
    } else if (!/^[a-z][a-z0-9_-]*$/.test(role)) {
      reader.problem(at, `"${role}" is not a role`, 'use small letters, digits, "-" and "_"', 'key');
    } else {
      const need = known === undefined ? null : needOf(context.driver, known);
      const member = readMember(reader, context, { role, need }, entryOf(value, role), at);
      if (member !== null) members.push(member);
    }
  }
  if (context.driver === 'command') checkAddresses(reader, members, path);
  const complete = roles === null ? members.length > 0 : roles.needed.every((role) => written.includes(role));
  if (label === null || members.length < written.length || !complete) return null;
  return { label, members, position: reader.position(path) };
}

function checkPresent(reader: Reader, roles: Roles | null, written: readonly string[], path: Path): void {
  if (written.length === 0) {
    reader.problem(path, 'the loadout has no service', roles === null ? 'write service/model' : roles.form);
    return;
  }
  const missing = (roles?.needed ?? []).filter((role) => !written.includes(role));
  // What was misspelt is said where it stands.
  const slips = written.map((role) => nearest(role, missing));
  const names = missing.filter((role) => !slips.includes(role)).map((role) => `"${role}"`);
  if (names.length > 0) reader.problem(path, `the loadout has no ${names.join(' and no ')}`, roles?.form ?? null);
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

interface Asked {
  readonly role: string;
  readonly need: Need | null;
}

function readMember(reader: Reader, context: LoadoutContext, asked: Asked, value: unknown, path: Path) {
  const input = isMapping(value)
    ? reader.read(memberSchema, value, path)
    : splitMember(reader.read(memberText, value, path));
  return input === null ? null : checkedMember(reader, context, { ...input, ...asked }, path);
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}
