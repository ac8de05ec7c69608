// What parts of a plan say about each other: names that must be unique, names that must exist, and no circles.
import type { Scenario } from '../domain/plan.ts';
import type { Listed } from './listed.ts';
import type { Place } from './problems.ts';
import type { ReadDomain } from './read-domain.ts';
import { suggestion } from './suggest.ts';
import { checkThresholds } from './thresholds.ts';

export function checkReferences(domains: readonly ReadDomain[]): void {
  for (const { domain, loadouts } of domains) {
    const message = (label: string) => `two loadouts of "${domain.name}" have the label "${label}"`;
    unique(loadouts, 'label', message, 'give one of them a "label" of its own');
  }
  const scenarios = domains.flatMap((domain) => domain.scenarios);
  unique(scenarios, 'id', (id) => `two scenarios have the id "${id}"`, 'test ids must be unique in the whole plan');
  for (const domain of domains) {
    const byId = new Map(domain.domain.scenarios.map((scenario) => [scenario.id, scenario]));
    const ids = domain.data.every(({ complete }) => complete)
      ? new Set(domain.scenarios.flatMap(({ name }) => name ?? []))
      : null;
    for (const listed of domain.scenarios) {
      checkLoadouts(domain, listed);
      checkDependencies(domain, { ids, byId }, listed);
      checkThresholds(domain, listed);
    }
    checkCircles(domain, byId);
  }
}

/** Names both places, because either of them may be the wrong one. */
function unique(
  listed: readonly Listed<unknown>[],
  key: string,
  message: (name: string) => string,
  usualHint: string,
): void {
  const first = new Map<string, Listed<unknown>>();
  for (const entry of listed) {
    if (entry.name === null) continue;
    const earlier = first.get(entry.name);
    if (earlier === undefined) {
      first.set(entry.name, entry);
      continue;
    }
    const at = ({ reader, path }: Listed<unknown>) => (reader.source.keys(path).includes(key) ? [...path, key] : path);
    const places = [earlier, entry].map((each) => each.reader.source.place(at(each), 'value'));
    const lines = places.every(({ within }) => within === undefined)
      ? `lines ${places.map(({ position }) => position.line).join(' and ')}`
      : places.map(shownPlace).join(' and ');
    // An id that was made of a row's content stands nowhere.
    const made = key === 'id' && at(entry) === entry.path && places[1]?.within !== undefined;
    const hint = made ? 'the rows are the same: give the file a column "id"' : usualHint;
    entry.reader.problem(at(entry), `${message(entry.name)}: ${lines}`, hint);
  }
}

function shownPlace({ position, within }: Place): string {
  return within === undefined ? `line ${position.line}` : `${within.name}:${position.line}`;
}

function checkLoadouts({ domain, loadouts }: ReadDomain, { item, reader, path }: Listed<Scenario>): void {
  // A loadout that could not be read has no label to compare with.
  if (item?.loadouts == null || loadouts.some((loadout) => loadout.item === null)) return;
  const labels = domain.loadouts.map((loadout) => loadout.label);
  for (const [index, label] of item.loadouts.entries()) {
    if (labels.includes(label)) continue;
    const hint = suggestion(label, labels) ?? `the domain "${domain.name}" has no loadouts`;
    reader.problem([...path, 'loadouts', index], `the domain "${domain.name}" has no loadout "${label}"`, hint);
  }
}

interface Known {
  /** Null where not all ids could be read. */
  readonly ids: ReadonlySet<string> | null;
  readonly byId: ReadonlyMap<string, Scenario>;
}

function checkDependencies(
  { domain }: ReadDomain,
  { ids, byId }: Known,
  { item, reader, path }: Listed<Scenario>,
): void {
  for (const [index, id] of (item?.dependsOn ?? []).entries()) {
    const at = [...path, 'dependsOn', index];
    const other = byId.get(id);
    if (other === undefined && ids !== null && !ids.has(id)) {
      reader.problem(at, `the domain "${domain.name}" has no scenario "${id}"`, suggestion(id, ids));
      continue;
    }
    const labels = item?.loadouts ?? domain.loadouts.map((loadout) => loadout.label);
    const missing = labels.find((label) => other?.loadouts?.includes(label) === false);
    if (missing === undefined) continue;
    const hint = `add it to the "loadouts" of "${id}", or take it out of those of "${item?.id}"`;
    reader.problem(at, `"${id}" does not run on the loadout "${missing}", where "${item?.id}" does`, hint);
  }
}

const shownOfCircle = 12;

/** Each circle is reported once, at its first scenario. */
function checkCircles({ scenarios }: ReadDomain, byId: ReadonlyMap<string, Scenario>): void {
  const done = new Set<string>();
  for (const { item } of scenarios) {
    if (item === null || item.dependsOn.length === 0 || done.has(item.id)) continue;
    const circle = circleFrom(item, byId, done);
    if (circle === null) continue;
    const begun = scenarios.find((entry) => entry.item?.id === circle[0]);
    const message = `scenarios depend on each other in a circle: ${shownCircle(circle)}`;
    begun?.reader.problem([...begun.path, 'dependsOn'], message);
  }
}

function shownCircle(circle: readonly string[]): string {
  if (circle.length <= shownOfCircle) return circle.join(' → ');
  const [first, last] = [circle.slice(0, shownOfCircle - 2), circle.slice(-2)];
  return [...first, `${circle.length - shownOfCircle} more`, ...last].join(' → ');
}

/** Depth first without recursion; marks what it has seen as done. */
function circleFrom(start: Scenario, byId: ReadonlyMap<string, Scenario>, done: Set<string>): readonly string[] | null {
  const trail: { readonly id: string; readonly rest: string[] }[] = [{ id: start.id, rest: [...start.dependsOn] }];
  const onTrail = new Set([start.id]);
  while (trail.length > 0) {
    const top = trail.at(-1);
    const next = top?.rest.shift();
    if (top === undefined) break;
    if (next === undefined) {
      done.add(top.id);
      onTrail.delete(top.id);
      trail.pop();
      continue;
    }
    if (onTrail.has(next)) {
      const circle = trail.slice(trail.findIndex(({ id }) => id === next)).map(({ id }) => id);
      for (const { id } of trail) done.add(id);
      return [...circle, next];
    }
    const scenario = done.has(next) ? undefined : byId.get(next);
    if (scenario === undefined) continue;
    trail.push({ id: next, rest: [...scenario.dependsOn] });
    onTrail.add(next);
  }
  return null;
}
