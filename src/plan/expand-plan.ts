// Plan and selection → the ordered work of a run: domains and loadouts as the plan has them, scenarios by priority, and
// none before those that it depends on.
import type { Domain, Loadout, Plan, Scenario, ServiceTemplate } from '../domain/plan.ts';
import {
  type Filters,
  type Overrides,
  type Schedule,
  type ScheduledTest,
  type Stretch,
  testIdOf,
} from '../domain/schedule.ts';
import { checkFilters, runsOn, selectsDomain, selectsTest } from './filters.ts';

/** `overrides` win over the plan. Throws `UserError` for filter values that exist nowhere in the plan; an empty schedule is a valid answer. */
export function expandPlan(plan: Plan, filters: Filters, overrides: Overrides): Schedule {
  checkFilters(plan, filters);
  const stretches: Stretch[] = [];
  const notes = new Set<string>();
  for (const domain of plan.domains.filter((candidate) => selectsDomain(filters, candidate))) {
    const order = inOrder(domain.scenarios);
    for (const loadout of domain.loadouts.length === 0 ? [null] : domain.loadouts) {
      const selected = order.filter((scenario) => runsOn(scenario, loadout) && selectsTest(filters, scenario, loadout));
      if (selected.length === 0) continue;
      const ids = new Set(selected.map(({ id }) => id));
      const tests = selected.map((scenario) => scheduled(scenario, loadout, ids, overrides));
      for (const note of selected.flatMap((scenario) => leftOut(scenario, loadout, ids))) notes.add(note);
      const { name, driver } = domain;
      stretches.push({ domain: name, driver, loadout, services: servicesOf(plan, loadout), tests });
    }
  }
  return { stretches, fitTogether: plan.fitTogether, notes: [...notes] };
}

/** By priority, otherwise as in the plan; what a scenario depends on is drawn forward to stand before it. */
function inOrder(scenarios: Domain['scenarios']): readonly Scenario[] {
  const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
  const ordered = new Set<Scenario>();
  const needs = ({ dependsOn }: Scenario) => dependsOn.flatMap((id) => byId.get(id) ?? []);
  for (const first of scenarios.toSorted((a, b) => a.priority.localeCompare(b.priority))) {
    // A chain can be as long as the plan, too long for recursion.
    const open = [{ scenario: first, left: needs(first) }];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = ordered.has(top.scenario) ? undefined : top.left.shift();
      if (next !== undefined) open.push({ scenario: next, left: needs(next) });
      else {
        ordered.add(top.scenario);
        open.pop();
      }
    }
  }
  return [...ordered];
}

function scheduled(
  scenario: Scenario,
  loadout: Loadout | null,
  selected: ReadonlySet<string>,
  overrides: Overrides,
): ScheduledTest {
  const { repeats = scenario.repeats, retries = scenario.retries } = overrides;
  const present = scenario.dependsOn.filter((id) => selected.has(id));
  return {
    testId: testIdOf(scenario.id, loadout),
    scenario: { ...scenario, repeats, retries },
    dependsOn: present.map((id) => testIdOf(id, loadout)),
  };
}

function leftOut(scenario: Scenario, loadout: Loadout | null, selected: ReadonlySet<string>): readonly string[] {
  const absent = scenario.dependsOn.filter((id) => !selected.has(id));
  return absent.map(
    (id) =>
      `${testIdOf(scenario.id, loadout)} depends on ${testIdOf(id, loadout)}, which the filters leave out; it runs anyway`,
  );
}

function servicesOf(plan: Plan, loadout: Loadout | null): ReadonlyMap<string, ServiceTemplate> {
  const services = new Map<string, ServiceTemplate>();
  for (const { service } of loadout?.members ?? []) {
    const template = plan.services.get(service);
    if (template !== undefined) services.set(service, template);
  }
  return services;
}
