// Where a run is continued, its services may be others than before: another model under the same name, another version of the
// engine. What was recorded with the old ones does not belong to what is measured now.

import { oneLine } from '../domain/text.ts';
import { counted } from '../domain/wording.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { Step } from './inputs.ts';
import { atTest, type SessionRules, type SessionState, stretchAt } from './state.ts';
import { servicesOf } from './stretch-services.ts';

const testsNamed = 5;

/** The state knows of it when a service says that it is another one than before; what it does not say does not count. */
export function noteChange(
  { before }: SessionRules,
  state: SessionState,
  { service, version, modelDigest }: Extract<ServiceReport, { type: 'ready' }>,
): SessionState {
  const known = before.get(service);
  if (known === undefined) return state;
  const changes = [
    ...changeOf('version', known.version, version),
    ...changeOf('model digest', known.modelDigest, modelDigest),
  ];
  return changes.length === 0 ? state : { ...state, changed: new Map(state.changed).set(service, changes.join(', ')) };
}

function changeOf(what: string, before: string | null, now: string | null): readonly string[] {
  if (before === null || now === null || before === now) return [];
  return [`${what} ${oneLine(before)} → ${oneLine(now)}`];
}

/** What has changed, where results of the open stretch were recorded before; null where nothing has. */
export function outdatedBy({ schedule }: SessionRules, state: SessionState): string | null {
  const stretch = stretchAt(schedule, state);
  if (stretch.recorded === undefined || state.stopping !== null) return null;
  const changes = servicesOf(stretch).flatMap(({ id }) => {
    const change = state.changed.get(id);
    return change === undefined ? [] : [`${id} (${change})`];
  });
  return changes.length === 0 ? null : changes.join('; ');
}

/** All tests of the stretch are executed anew, or the run ends where that was asked. */
export function outdate({ schedule, strict }: SessionRules, state: SessionState, why: string): Step {
  const { loadout, recorded, tests } = stretchAt(schedule, state);
  const left = new Set(tests.map(({ testId }) => testId));
  const ids = (recorded?.anew ?? []).map(({ testId }) => testId).filter((id) => !left.has(id));
  const said = `not the same as when this run began: ${why}`;
  if (strict) {
    const reason = { kind: 'fatal', message: `${said}; --strict refuses to go on with it` } as const;
    return { state: { ...state, stopping: reason }, events: [{ type: 'run.stopping', reason }], effects: [] };
  }
  const anew = atTest(schedule, { ...state, outdated: true, statuses: new Map() }, 0);
  const message = `${said}; all tests of ${oneLine(loadout?.label ?? '')} are executed anew${named(ids)}`;
  return { state: anew, events: [{ type: 'notice.raised', level: 'warning', message }], effects: [] };
}

function named(ids: readonly string[]): string {
  if (ids.length === 0) return '';
  const more = ids.length > testsNamed ? ` and ${ids.length - testsNamed} more` : '';
  return `, also ${counted(ids.length, 'test')} that had its result: ${ids.slice(0, testsNamed).join(', ')}${more}`;
}
