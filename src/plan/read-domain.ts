// One domain of a plan: its driver, loadouts and scenarios. What can be read is kept beside what cannot, so that
// references between parts are judged on everything that is there.
import {
  type Domain,
  type DriverName,
  driverNames,
  type Loadout,
  type Scenario,
  type ServiceTemplate,
} from '../domain/plan.ts';
import { readLoadout } from './read-loadout.ts';
import { type Defaults, nearer, readChatScenario, readCommandScenario } from './read-scenario.ts';
import type { Reader } from './reader.ts';
import { domainShells } from './schema/plan.ts';
import { nearest } from './suggest.ts';
import { isFutureDriver } from './unknown-words.ts';
import { asText, entryOf } from './written.ts';
import type { Path } from './yaml-source.ts';

export interface DomainContext {
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  readonly declared: readonly string[];
  readonly defaults: Defaults;
  readonly directory: string;
}

/** An element of a list with its place in the file; `item` is null where it could not be read. */
export interface Listed<Item> {
  readonly item: Item | null;
  /** Its name as far as one can tell: the scenario's id; for a loadout its label. */
  readonly name: string | null;
  readonly path: Path;
}

export interface ReadDomain {
  readonly domain: Domain;
  readonly loadouts: readonly Listed<Loadout>[];
  readonly scenarios: readonly Listed<Scenario>[];
}

export function readDomain(reader: Reader, context: DomainContext, name: string, value: unknown): ReadDomain | null {
  const path = ['domains', name];
  checkName(reader, name, path);
  const driver = driverOf(reader, name, value, path);
  const shell = driver === null ? null : reader.read(domainShells[driver], value, path);
  if (driver === null) return null;
  const readers = { driver, services: context.services, declared: context.declared };
  const loadouts = listAt(value, 'loadouts').map((item, index) => {
    const at = [...path, 'loadouts', index];
    const loadout = readLoadout(reader, readers, item, at);
    return { item: loadout, name: loadout?.label ?? null, path: at };
  });
  const defaults = nearer(shell?.defaults, context.defaults);
  const steps = {
    directory: context.directory,
    cwd: shell !== null && 'cwd' in shell ? shell.cwd : undefined,
    env: shell !== null && 'env' in shell ? (shell.env ?? {}) : {},
  };
  const readScenario = (item: unknown, at: Path): Scenario | null =>
    driver === 'llm'
      ? readChatScenario(reader, defaults, item, at)
      : readCommandScenario(reader, { defaults, context: steps }, item, at);
  const scenarios = listAt(value, 'scenarios').map((item, index) => {
    const at = [...path, 'scenarios', index];
    const scenario = readScenario(item, at);
    return { item: scenario, name: scenario?.id ?? idOf(item), path: at };
  });
  const domain = {
    name,
    driver,
    loadouts: loadouts.flatMap(({ item }) => item ?? []),
    scenarios: scenarios.flatMap(({ item }) => item ?? []),
    position: reader.position(path),
  };
  return { domain, loadouts, scenarios };
}

function checkName(reader: Reader, name: string, path: Path): void {
  if (name === 'run') {
    reader.problem(path, 'a domain cannot be called "run", because its results would replace run.json', null, 'key');
  } else if (!/^[a-z0-9_-]{1,80}$/.test(name)) {
    const hint = 'it becomes a file name: small letters, digits, "-" and "_"';
    reader.problem(path, `"${name}" is not a name for a domain`, hint, 'key');
  }
}

function driverOf(reader: Reader, name: string, value: unknown, path: Path): DriverName | null {
  const named = asText(entryOf(value, 'driver'));
  const implied = driverNames.find((driver) => driver === name);
  const driver = driverNames.find((known) => known === named);
  if (named === undefined) {
    if (implied !== undefined) return implied;
    const future = isFutureDriver(name);
    const near = nearest(name, driverNames);
    const hint =
      near === null || future ? `write driver: ${driverNames.join(' or driver: ')}` : `did you mean "${near}"?`;
    const message = future ? `the driver "${name}" is not in this version` : `the domain "${name}" has no driver`;
    reader.problem(path, message, hint, 'key');
    return null;
  }
  if (driver === undefined) {
    const future = typeof named === 'string' && isFutureDriver(named);
    const message = future ? `the driver "${named}" is not in this version` : `unknown driver "${String(named)}"`;
    reader.problem([...path, 'driver'], message, `there is: ${driverNames.join(', ')}`);
    return null;
  }
  if (implied !== undefined && implied !== driver) {
    const message = `a domain called "${name}" has the driver ${name}, not ${driver}`;
    reader.problem([...path, 'driver'], message, 'give the domain another name');
    return null;
  }
  return driver;
}

function idOf(value: unknown): string | null {
  const id = asText(entryOf(value, 'id'));
  return typeof id === 'string' ? id : null;
}

/** The items of a list, also where the domain around it has a fault of its own. */
function listAt(value: unknown, key: string): readonly unknown[] {
  const entry = entryOf(value, key);
  return Array.isArray(entry) ? entry : [];
}
