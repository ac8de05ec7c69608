// The ordered work of one run: stretches of scenarios that share a loadout, in the order in which they are executed.
import type { ServiceVersions } from './origins.ts';
import type { DriverName, Loadout, Scenario, ServiceTemplate } from './plan.ts';
import type { Status } from './results.ts';

export interface Schedule {
  readonly stretches: readonly Stretch[];
  /** Names of services that fit into the memory together. */
  readonly fitTogether: ReadonlySet<string>;
  /** What a reader should know about the selection, such as a `dependsOn` that the filters left out. */
  readonly notes: readonly string[];
}

/** One domain on one loadout: its services are up from the first test to the last. */
export interface Stretch {
  readonly domain: string;
  readonly driver: DriverName;
  /** Null for a command suite that needs no service. */
  readonly loadout: Loadout | null;
  /** The services of the loadout's members, by name. */
  readonly services: ReadonlyMap<string, ServiceTemplate>;
  readonly tests: readonly ScheduledTest[];
  /** Where a run is continued: what was recorded before of its tests, as far as that stands. */
  readonly recorded?: RecordedStretch;
}

export interface RecordedStretch {
  /** The worst status of the repeats that are not executed again, by test id. */
  readonly statuses: ReadonlyMap<string, Status>;
  /** All tests of the stretch, everything of each anew: for those that turn out to be measured with other services. */
  readonly anew: readonly ScheduledTest[];
  /** By test id: what the services said of themselves when repeats were measured that stand. */
  readonly measuredWith: ReadonlyMap<string, readonly ServiceVersions[]>;
  /** The same of tests of other domains that share services with this one. */
  readonly elsewhere: readonly MeasuredElsewhere[];
  /** Test ids that stand as skipped because of others that they depend on. */
  readonly blocked: ReadonlySet<string>;
}

export interface MeasuredElsewhere {
  readonly testId: string;
  /** Ids of the services that are shared. */
  readonly services: readonly string[];
  readonly measuredWith: readonly ServiceVersions[];
}

export interface ScheduledTest {
  /** `SCENARIO[loadout]`, or the plain scenario id where there is no loadout. */
  readonly testId: string;
  readonly scenario: Scenario;
  /** Test ids of the same stretch that must have passed before. */
  readonly dependsOn: readonly string[];
  /** The repeats that are to be executed; absent = all of them, from their first attempt. */
  readonly planned?: readonly PlannedRepeat[];
}

/** Attempts count from 1 over the whole run, however often it is continued. */
export interface PlannedRepeat {
  readonly repeat: number;
  readonly firstAttempt: number;
  /** The last one that the plan's retries allow. */
  readonly lastAttempt: number;
  /** An attempt of it was recorded before that was bad. */
  readonly failedBefore: boolean;
  /** There are earlier attempts, and they count no more. */
  readonly anew?: true;
}

export function plannedRepeats({ planned, scenario }: ScheduledTest): readonly PlannedRepeat[] {
  if (planned !== undefined) return planned;
  return Array.from({ length: scenario.repeats }, (_, index) => ({
    repeat: index + 1,
    firstAttempt: 1,
    lastAttempt: 1 + scenario.retries,
    failedBefore: false,
  }));
}

/** Repeats that will be recorded, further attempts aside; a skipped test is recorded once. */
export function plannedTrials(test: ScheduledTest): number {
  return test.scenario.skip === null ? plannedRepeats(test).length : 1;
}

/** Which tests of a plan to run; criteria combine with AND, values of one criterion with OR; an empty list selects all. */
export interface Filters {
  readonly domains: readonly string[];
  readonly groups: readonly string[];
  /** Scenario ids or whole test ids. */
  readonly ids: readonly string[];
  readonly loadouts: readonly string[];
  readonly tags: readonly string[];
  readonly priorities: readonly string[];
}

/** What the command line says instead of the plan; absent = as the plan says. */
export interface Overrides {
  readonly repeats?: number;
  readonly retries?: number;
}

export const noFilters: Filters = { domains: [], groups: [], ids: [], loadouts: [], tags: [], priorities: [] };

export function testIdOf(scenarioId: string, loadout: Loadout | null): string {
  return loadout === null ? scenarioId : `${scenarioId}[${loadout.label}]`;
}

/** Names one running service: `service/model`, or the plain service where it has no models. */
export function serviceIdOf(member: { readonly service: string; readonly model: string | null }): string {
  return member.model === null ? member.service : `${member.service}/${member.model}`;
}

/** The part of `FLIGHTDECK_<SERVICE>_URL` that names the service: upper case, all but letters and digits as `_`. */
export function environmentName(service: string): string {
  return service.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}
