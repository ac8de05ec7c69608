// Which tests a selection takes. A value that exists nowhere in the plan is a slip and is refused; values that exist but
// have nothing in common select nothing.
import { UserError } from '../domain/errors.ts';
import type { Domain, Loadout, Plan, Scenario } from '../domain/plan.ts';
import { type Filters, testIdOf } from '../domain/schedule.ts';
import { suggestion } from './suggest.ts';

/** Throws `UserError` for the first value that no part of the plan has. */
export function checkFilters(plan: Plan, filters: Filters): void {
  const scenarios = plan.domains.flatMap((domain) => domain.scenarios);
  const known = {
    domain: [filters.domains, plan.domains.map((domain) => domain.name)],
    group: [filters.groups, scenarios.flatMap((scenario) => scenario.group ?? [])],
    loadout: [filters.loadouts, plan.domains.flatMap((domain) => domain.loadouts.map(({ label }) => label))],
    tag: [filters.tags, scenarios.flatMap((scenario) => scenario.tags)],
    priority: [filters.priorities, scenarios.map((scenario) => scenario.priority)],
  } as const;
  for (const [what, [wanted, there]] of Object.entries(known)) {
    for (const value of wanted) if (!there.some((word) => word === value)) refuse(what, value, there);
  }
  const testIds = plan.domains.flatMap(testIdsOf);
  const ids = scenarios.map((scenario) => scenario.id);
  for (const id of filters.ids) {
    if (!ids.includes(id) && !testIds.includes(id)) refuse('scenario or test id', id, id.includes('[') ? testIds : ids);
  }
}

function refuse(what: string, value: string, there: readonly string[]): never {
  const sorted = what === 'priority' ? [...there].sort() : there;
  const hint = suggestion(value, sorted) ?? `no scenario has a ${what}`;
  throw new UserError('unknown-filter', `the plan has no ${what} "${value}"; ${hint}`);
}

function testIdsOf(domain: Domain): readonly string[] {
  const loadouts = domain.loadouts.length === 0 ? [null] : domain.loadouts;
  return loadouts.flatMap((loadout) =>
    domain.scenarios.filter((scenario) => runsOn(scenario, loadout)).map(({ id }) => testIdOf(id, loadout)),
  );
}

/** Whether the plan lets a scenario run on a loadout. */
export function runsOn(scenario: Scenario, loadout: Loadout | null): boolean {
  return scenario.loadouts === null || loadout === null || scenario.loadouts.includes(loadout.label);
}

export function selectsDomain(filters: Filters, domain: Domain): boolean {
  return any(filters.domains, [domain.name]);
}

export function selectsTest(filters: Filters, scenario: Scenario, loadout: Loadout | null): boolean {
  return (
    any(filters.loadouts, loadout === null ? [] : [loadout.label]) &&
    any(filters.ids, [scenario.id, testIdOf(scenario.id, loadout)]) &&
    any(filters.groups, scenario.group === null ? [] : [scenario.group]) &&
    any(filters.tags, scenario.tags) &&
    any(filters.priorities, [scenario.priority])
  );
}

/** An empty list selects all. */
function any(wanted: readonly string[], has: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((value) => has.includes(value));
}
