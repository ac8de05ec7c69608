// Where a run is continued, its services may be others than before: another model under the same name, another version of the
// engine. What was recorded with the old ones does not belong to what is measured now.
import type { SessionEvent } from '../domain/events.ts';
import type { ServiceVersion, ServiceVersions } from '../domain/origins.ts';
import type { RecordedStretch, ScheduledTest } from '../domain/schedule.ts';
import { oneLine } from '../domain/text.ts';
import { firstOf, nounFor } from '../domain/wording.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { Step } from './inputs.ts';
import { atTest, type SessionRules, type SessionState, stretchAt } from './state.ts';
import { servicesOf } from './stretch-services.ts';

export function noteVersion(
  state: SessionState,
  { service, version, modelDigest }: Extract<ServiceReport, { type: 'ready' }>,
): SessionState {
  return { ...state, versions: new Map(state.versions).set(service, { version, modelDigest }) };
}

export interface Outdated {
  /** What has changed: a clause for each service. */
  readonly changes: readonly string[];
  readonly testIds: ReadonlySet<string>;
  /** Tests of other domains on the same services. */
  readonly elsewhere: ReadonlySet<string>;
}

/** Tests of the open stretch with results that were measured with other services; null where there are none. */
export function outdatedBy({ schedule }: SessionRules, state: SessionState): Outdated | null {
  const stretch = stretchAt(schedule, state);
  const { recorded } = stretch;
  if (recorded === undefined || state.stopping !== null) return null;
  const ids = servicesOf(stretch).map(({ id }) => id);
  const changes = new Set<string>();
  const testIds = new Set<string>();
  for (const [testId, origins] of recorded.measuredWith) {
    const differing = origins.flatMap((origin) => changesBetween(ids, origin, state.versions));
    for (const change of differing) changes.add(change);
    if (differing.length > 0) testIds.add(testId);
  }
  const elsewhere = new Set<string>();
  for (const { testId, services, measuredWith } of recorded.elsewhere) {
    const differing = measuredWith.flatMap((origin) => changesBetween(services, origin, state.versions));
    for (const change of differing) changes.add(change);
    if (differing.length > 0) elsewhere.add(testId);
  }
  if (changes.size === 0) return null;
  return { changes: [...changes], testIds: withBlocked(recorded, testIds), elsewhere };
}

/** Clauses, one for each service that is another one. */
export function changesBetween(
  ids: readonly string[],
  before: ServiceVersions,
  now: ServiceVersions,
): readonly string[] {
  return ids.flatMap((id) => {
    const changes = changesOf(before.get(id), now.get(id));
    return changes.length === 0 ? [] : [`${id} (${changes.join(', ')})`];
  });
}

/** What either of them does not say does not count. */
function changesOf(before: ServiceVersion | undefined, now: ServiceVersion | undefined): readonly string[] {
  return [
    ...changeOf('version', before?.version, now?.version),
    ...changeOf('model digest', before?.modelDigest, now?.modelDigest),
  ];
}

function changeOf(what: string, before: string | null | undefined, now: string | null | undefined): readonly string[] {
  if (before == null || now == null || before === now) return [];
  return [`${what} ${oneLine(before)} → ${oneLine(now)}`];
}

/** With those that were skipped because of one of them. */
function withBlocked({ anew, blocked }: RecordedStretch, testIds: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(testIds);
  for (const { testId, dependsOn } of anew) {
    if (blocked.has(testId) && dependsOn.some((id) => all.has(id))) all.add(testId);
  }
  return all;
}

/** They are executed anew beside what is left, or the run ends where that was asked. */
export function outdate(
  { schedule, strict }: SessionRules,
  state: SessionState,
  { changes, testIds, elsewhere }: Outdated,
): Step {
  const said = `not the same as before: ${changes.join('; ')}`;
  if (strict) {
    const reason = { kind: 'fatal', message: `${said}; --strict refuses to go on with it` } as const;
    return { state: { ...state, stopping: reason }, events: [{ type: 'run.stopping', reason }], effects: [] };
  }
  const statuses = new Map([...state.statuses].filter(([testId]) => !testIds.has(testId)));
  const next = atTest(schedule, { ...state, anew: testsWith(schedule, state, testIds), statuses }, 0);
  const message = [
    said,
    ...(testIds.size === 0 ? [] : [`${withResults(testIds)} executed anew: ${firstOf([...testIds])}`]),
    ...(elsewhere.size === 0 ? [] : [`${withResults(elsewhere)} pending again: ${firstOf([...elsewhere])}`]),
  ].join('; ');
  const events: SessionEvent[] = [
    { type: 'notice.raised', level: 'warning', message },
    { type: 'results.outdated', tests: [...testIds, ...elsewhere] },
  ];
  return { state: next, events, effects: [] };
}

function withResults({ size }: ReadonlySet<string>): string {
  const tests = size === 1 ? 'a test that has' : `${size} tests that have`;
  return `${tests} results from then ${nounFor(size, 'is', 'are')}`;
}

/** In the order of the plan: these anew, of the others what is left. */
function testsWith(
  schedule: SessionRules['schedule'],
  state: SessionState,
  testIds: ReadonlySet<string>,
): readonly ScheduledTest[] {
  const { tests, recorded } = stretchAt(schedule, state);
  const left = new Map(tests.map((test) => [test.testId, test]));
  return (recorded?.anew ?? []).flatMap((test) => {
    const chosen = testIds.has(test.testId) ? test : left.get(test.testId);
    return chosen === undefined ? [] : [chosen];
  });
}
