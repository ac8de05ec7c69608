// One domain of a plan: its driver, loadouts and scenarios. What can be read is kept beside what cannot, so that
// references between parts are judged on everything that is there.
import { type Domain, type DriverName, driverNames, type Loadout, type Scenario } from '../domain/plan.ts';
import type { ScenarioContext } from './common-fields.ts';
import { type ReadData, readDataOf } from './data/read-data.ts';
import { type Defaults, nearer } from './defaults.ts';
import type { NamedFiles } from './files.ts';
import { shown } from './issue-messages.ts';
import type { Listed } from './listed.ts';
import { readLoadout } from './read-loadout.ts';
import type { KnownServices } from './read-member.ts';
import { readScenario } from './read-scenario.ts';
import type { Reader } from './reader.ts';
import { domainShells } from './schema/domain.ts';
import { alternatives, nearest } from './suggest.ts';
import { driverMeant } from './unknown-words.ts';
import { asText, entryOf } from './written.ts';
import type { Path } from './yaml-source.ts';

export interface DomainContext extends KnownServices {
  readonly defaults: Defaults;
  readonly directory: string;
  readonly files: NamedFiles;
}

export interface ReadDomain {
  readonly domain: Domain;
  readonly loadouts: readonly Listed<Loadout>[];
  /** Those of data files behind those of the plan. */
  readonly scenarios: readonly Listed<Scenario>[];
  readonly data: readonly ReadData[];
}

export function readDomain(reader: Reader, context: DomainContext, name: string, value: unknown): ReadDomain | null {
  const path = ['domains', name];
  checkName(reader, name, path);
  const driver = driverOf(reader, name, value, path);
  if (driver === null) return null;
  const shell = reader.read(domainShells[driver], value, path);
  const readers = { driver, services: context.services, declared: context.declared };
  const loadouts = listAt(value, 'loadouts').map((item, index): Listed<Loadout> => {
    const at = [...path, 'loadouts', index];
    const loadout = readLoadout(reader, readers, item, at);
    return { item: loadout, name: loadout?.label ?? null, reader, path: at };
  });
  const scenarioContext: ScenarioContext = {
    defaults: nearer(shell?.defaults, context.defaults),
    mediaDirectory: context.directory,
    files: context.files,
    steps: {
      directory: context.directory,
      cwd: shell !== null && 'cwd' in shell ? shell.cwd : undefined,
      env: shell !== null && 'env' in shell ? (shell.env ?? {}) : {},
    },
  };
  const own = listAt(value, 'scenarios').map((item, index): Listed<Scenario> => {
    const at = [...path, 'scenarios', index];
    const scenario = readScenario(reader, driver, scenarioContext, item, at);
    return { item: scenario, name: scenario?.id ?? idOf(item), reader, path: at };
  });
  const data = readDataOf(reader, driver, scenarioContext, entryOf(value, 'scenariosFrom'), [...path, 'scenariosFrom']);
  checkSome(reader, path);
  const scenarios = [...own, ...data.flatMap((each) => each.scenarios)];
  const domain = {
    name,
    driver,
    loadouts: loadouts.flatMap(({ item }) => item ?? []),
    scenarios: scenarios.flatMap(({ item }) => item ?? []),
    position: reader.position(path),
  };
  return { domain, loadouts, scenarios, data };
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
    const meant = driverMeant(name);
    const near = nearest(name, driverNames);
    const hint =
      meant !== null
        ? `write driver: ${meant}`
        : near === null
          ? `write driver: ${alternatives(driverNames, 'or')}`
          : `did you mean "${near}"?`;
    reader.problem(path, `the domain "${name}" has no driver`, hint, 'key');
    return null;
  }
  if (driver === undefined) {
    const at = [...path, 'driver'];
    const meant = typeof named === 'string' ? driverMeant(named) : null;
    const hint = meant === null ? `there is: ${driverNames.join(', ')}` : `did you mean "${meant}"?`;
    if (typeof named === 'string') reader.problem(at, `unknown driver "${named}"`, hint);
    else reader.problem(at, `"driver" is ${shown(named)}`, hint);
    return null;
  }
  if (implied !== undefined && implied !== driver) {
    const message = `a domain called "${name}" has the driver ${name}, not ${driver}`;
    reader.problem([...path, 'driver'], message, 'give the domain another name');
    return null;
  }
  return driver;
}

/** A slip in one of the two keys is said where it stands. */
function checkSome(reader: Reader, path: Path): void {
  const keys = reader.source.keys(path);
  const sources = ['scenarios', 'scenariosFrom'];
  if (keys.some((key) => sources.includes(nearest(key, sources) ?? ''))) return;
  reader.problem(
    [...path, 'scenarios'],
    '"scenarios" is missing',
    'write them out, or name a data file with "scenariosFrom"',
  );
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
