// The beginning of a stretch: its services are started, unless they are up already, and warmed up.
import type { SessionEvent } from '../domain/events.ts';
import { plannedTrials, type Stretch } from '../domain/schedule.ts';
import { close } from './closing.ts';
import type { Effect, Input, Step } from './inputs.ts';
import { outdate, outdatedBy } from './outdated.ts';
import {
  atTest,
  entering,
  idsThatAre,
  type ServiceState,
  type SessionRules,
  type SessionState,
  stretchAt,
  testsOf,
  timesFrom,
} from './state.ts';
import { isIdle, servicesOf } from './stretch-services.ts';
import { warmUps } from './trials.ts';

export function openStretch({ schedule }: SessionRules, state: SessionState, { elapsedMs }: Input): Step {
  const stretch = stretchAt(schedule, state);
  const services = servicesOf(stretch);
  const newDomain = schedule.stretches[state.stretch - 1]?.domain !== stretch.domain;
  const events: SessionEvent[] = [];
  if (newDomain) events.push(domainStarted(testsOfDomain(schedule, stretch.domain), stretch));
  if (stretch.loadout !== null) {
    const ids = services.map(({ id }) => id);
    events.push({ type: 'loadout.started', domain: stretch.domain, loadout: stretch.loadout.label, services: ids });
  }
  const begun: SessionState = {
    ...state,
    phase: 'starting',
    testFailed: false,
    anew: null,
    lost: new Map(),
    restarts: new Map(),
    obstacle: null,
    statuses: stretch.recorded?.statuses ?? new Map(),
    ending: [],
    times: timesFrom(newDomain ? elapsedMs : state.times.domain, elapsedMs),
  };
  const opened = atTest(schedule, begun, 0);
  if (isIdle(stretch)) return { state: { ...opened, phase: 'ready' }, events, effects: [] };
  const starting = services.filter(({ id }) => state.services.get(id) !== 'ready');
  const effects: Effect[] = starting.map((service) => ({ type: 'start-service', service, domain: stretch.domain }));
  if (stretch.loadout !== null) effects.unshift({ type: 'open-loadout', up: idsThatAre(state, 'ready') });
  const started = starting.map(({ id }): [string, ServiceState] => [id, 'starting']);
  return { state: { ...opened, services: new Map([...state.services, ...started]) }, events, effects };
}

function testsOfDomain(schedule: SessionRules['schedule'], domain: string) {
  return schedule.stretches.filter((stretch) => stretch.domain === domain).flatMap((stretch) => stretch.tests);
}

function domainStarted(tests: ReturnType<typeof testsOfDomain>, stretch: ReturnType<typeof stretchAt>): SessionEvent {
  const trials = tests.reduce((sum, test) => sum + plannedTrials(test), 0);
  return { type: 'domain.started', domain: stretch.domain, driver: stretch.driver, tests: tests.length, trials };
}

export function afterStarting(rules: SessionRules, state: SessionState, { elapsedMs }: Input): Step | null {
  if (state.stopping !== null) return close(rules, state, elapsedMs);
  if (idsThatAre(state, 'starting').length > 0) return null;
  const stretch = stretchAt(rules.schedule, state);
  const isFirst = state.restarts.size === 0;
  const starts = isFirst ? countStart(state, servicesOf(stretch).length) : state.starts;
  const outdated = state.anew === null ? outdatedBy(rules, state) : null;
  if (outdated !== null) return outdate(rules, { ...state, starts }, outdated);
  // One that was lost while others were starting is started again before anything is asked of them.
  if (state.lost.size > 0) return { state: { ...state, starts, phase: 'ready' }, events: [], effects: [] };
  const ready: SessionState = { ...state, starts, times: entering('execution', state.times, elapsedMs) };
  const wantsWarmup = warmUps(testsOf(rules.schedule, state)).length > 0;
  if (state.obstacle !== null || !wantsWarmup) {
    return { state: { ...ready, phase: 'ready' }, events: [], effects: loaded(stretch) };
  }
  return {
    state: { ...ready, phase: 'warming', times: entering('warmup', state.times, elapsedMs) },
    events: [{ type: 'warmup.started', domain: stretch.domain, loadout: stretch.loadout?.label ?? '' }],
    effects: [{ type: 'warm-up' }],
  };
}

/** From here on its memory is that of a loadout in use. */
export function loaded({ loadout }: Stretch): readonly Effect[] {
  return loadout === null ? [] : [{ type: 'loadout-loaded' }];
}

function countStart({ obstacle, starts }: SessionState, services: number): SessionState['starts'] {
  if (services === 0) return { ...starts, withoutServices: starts.withoutServices + 1 };
  if (obstacle === null) return { ...starts, ready: starts.ready + 1 };
  return obstacle.status === 'error' ? { ...starts, failed: starts.failed + 1 } : starts;
}
