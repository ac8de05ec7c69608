// What parts of a plan say about each other: names that must be unique, names that must exist, and no circles.
import type { Scenario } from '../domain/plan.ts';
import type { Listed, ReadDomain } from './read-domain.ts';
import type { Reader } from './reader.ts';
import { suggestion } from './suggest.ts';

export function checkReferences(reader: Reader, domains: readonly ReadDomain[]): void {
  for (const domain of domains) {
    unique(
      reader,
      domain.loadouts,
      'label',
      (label) => `two loadouts of "${domain.domain.name}" have the label "${label}"`,
    );
  }
  const scenarios = domains.flatMap((domain) => domain.scenarios);
  unique(reader, scenarios, 'id', (id) => `two scenarios have the id "${id}"`);
  for (const domain of domains) {
    const ids = new Set(domain.scenarios.flatMap(({ name }) => name ?? []));
    for (const listed of domain.scenarios) {
      checkLoadouts(reader, domain, listed);
      checkDependencies(reader, domain, ids, listed);
      checkMemory(reader, domain, listed);
    }
    checkCircles(reader, domain);
  }
}

/** Names both lines, because either of them may be the wrong one. */
function unique(
  reader: Reader,
  listed: readonly Listed<unknown>[],
  key: string,
  message: (name: string) => string,
): void {
  const first = new Map<string, Listed<unknown>>();
  for (const entry of listed) {
    if (entry.name === null) continue;
    const earlier = first.get(entry.name);
    if (earlier === undefined) {
      first.set(entry.name, entry);
      continue;
    }
    const at = (path: Listed<unknown>['path']) => (reader.source.keys(path).includes(key) ? [...path, key] : path);
    const lines = [earlier, entry].map(({ path }) => reader.position(at(path), 'value').line);
    const hint =
      key === 'label' ? 'give one of them a "label" of its own' : 'test ids must be unique in the whole plan';
    reader.problem(at(entry.path), `${message(entry.name)}: lines ${lines.join(' and ')}`, hint);
  }
}

function checkLoadouts(reader: Reader, { domain, loadouts }: ReadDomain, { item, path }: Listed<Scenario>): void {
  // A loadout that could not be read has no label to compare with.
  if (loadouts.some((loadout) => loadout.item === null)) return;
  const labels = domain.loadouts.map((loadout) => loadout.label);
  for (const [index, label] of (item?.loadouts ?? []).entries()) {
    if (labels.includes(label)) continue;
    const hint = suggestion(label, labels) ?? `the domain "${domain.name}" has no loadouts`;
    reader.problem([...path, 'loadouts', index], `the domain "${domain.name}" has no loadout "${label}"`, hint);
  }
}

function checkDependencies(
  reader: Reader,
  { domain }: ReadDomain,
  ids: ReadonlySet<string>,
  { item, path }: Listed<Scenario>,
): void {
  for (const [index, id] of (item?.dependsOn ?? []).entries()) {
    const at = [...path, 'dependsOn', index];
    if (!ids.has(id)) {
      reader.problem(at, `the domain "${domain.name}" has no scenario "${id}"`, suggestion(id, ids));
      continue;
    }
    const other = domain.scenarios.find((scenario) => scenario.id === id);
    const labels = item?.loadouts ?? domain.loadouts.map((loadout) => loadout.label);
    const missing = labels.find((label) => other?.loadouts?.includes(label) === false);
    if (missing === undefined) continue;
    const hint = `add it to the "loadouts" of "${id}", or take it out of those of "${item?.id}"`;
    reader.problem(at, `"${id}" does not run on the loadout "${missing}", where "${item?.id}" does`, hint);
  }
}

/** What no service uses cannot be measured, and a threshold without a sample never passes. */
function checkMemory(reader: Reader, { domain, loadouts }: ReadDomain, { item, path }: Listed<Scenario>): void {
  if (loadouts.length > 0) return;
  for (const [index, check] of (item?.expect ?? []).entries()) {
    if (check.kind !== 'metric' || check.metric !== 'rssPeakMiB') continue;
    const message = `"rssPeakMiB" is the memory of a loadout's services, and the domain "${domain.name}" has no loadouts`;
    reader.problem([...path, 'expect', index, 'metric', 'name'], message);
  }
}

/** Each circle is reported once, at its first scenario. */
function checkCircles(reader: Reader, { domain, scenarios }: ReadDomain): void {
  const byId = new Map(domain.scenarios.map((scenario) => [scenario.id, scenario]));
  const done = new Set<string>();
  for (const { item, path } of scenarios) {
    if (item === null || done.has(item.id)) continue;
    const circle = circleFrom(item, byId, done);
    if (circle === null) continue;
    const at = scenarios.find((entry) => entry.item?.id === circle[0])?.path ?? path;
    reader.problem([...at, 'dependsOn'], `scenarios depend on each other in a circle: ${circle.join(' → ')}`);
  }
}

/** Depth first without recursion; marks what it has seen as done. */
function circleFrom(start: Scenario, byId: ReadonlyMap<string, Scenario>, done: Set<string>): readonly string[] | null {
  const trail: { readonly id: string; readonly rest: string[] }[] = [{ id: start.id, rest: [...start.dependsOn] }];
  while (trail.length > 0) {
    const top = trail.at(-1);
    const next = top?.rest.shift();
    if (top === undefined) break;
    if (next === undefined) {
      done.add(top.id);
      trail.pop();
      continue;
    }
    const begun = trail.findIndex(({ id }) => id === next);
    if (begun !== -1) {
      const circle = trail.slice(begun).map(({ id }) => id);
      for (const { id } of trail) done.add(id);
      return [...circle, next];
    }
    const scenario = done.has(next) ? undefined : byId.get(next);
    if (scenario !== undefined) trail.push({ id: next, rest: [...scenario.dependsOn] });
  }
  return null;
}
