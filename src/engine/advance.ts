// What comes next without any news from outside: opens and closes stretches, starts tests, skips those that cannot run.
import type { SessionEvent } from '../domain/events.ts';
import { plannedTrials } from '../domain/schedule.ts';
import type { Effect, Input, Step } from './inputs.ts';
import { unexecutedResult } from './results.ts';
import { afterTrial } from './retries.ts';
import { type Obstacle, type SessionRules, type SessionState, servicesOf, stretchAt, testAt } from './state.ts';
import { warmUps } from './trials.ts';

/** Null while the session waits for something. */
export function advance(rules: SessionRules, state: SessionState, input: Input): Step | null {
  switch (state.phase) {
    case 'between':
      return isOver(rules, state) ? conclude(state) : openStretch(rules, state, input);
    case 'starting':
      return afterStarting(rules, state, input);
    case 'ready':
      return nextTest(rules, state, input);
    case 'closing':
      return afterClosing(rules, state, input);
    case 'warming':
    case 'trial':
    case 'yielding':
    case 'finished':
      return null;
    default:
      return state.phase satisfies never;
  }
}

function isOver({ schedule }: SessionRules, state: SessionState): boolean {
  return state.stopping !== null || state.stretch >= schedule.stretches.length;
}

function conclude(state: SessionState): Step {
  return { state: { ...state, phase: 'finished' }, events: [], effects: [{ type: 'conclude' }] };
}

function openStretch({ schedule }: SessionRules, state: SessionState, { elapsedMs }: Input): Step {
  const stretch = stretchAt(schedule, state);
  const services = servicesOf(stretch);
  const newDomain = schedule.stretches[state.stretch - 1]?.domain !== stretch.domain;
  const events: SessionEvent[] = [];
  if (newDomain) events.push(domainStarted(testsOfDomain(schedule, stretch.domain), stretch));
  if (stretch.loadout !== null) {
    const ids = services.map(({ id }) => id);
    events.push({ type: 'loadout.started', domain: stretch.domain, loadout: stretch.loadout.label, services: ids });
  }
  const opened: SessionState = {
    ...state,
    phase: 'starting',
    test: 0,
    repeat: 1,
    attempt: 1,
    testFailed: false,
    obstacle: null,
    statuses: new Map(),
    services: new Map(services.map(({ id }) => [id, 'starting'])),
    times: {
      domain: newDomain ? elapsedMs : state.times.domain,
      setup: elapsedMs,
      warmup: null,
      execution: null,
      cleanup: null,
    },
  };
  // A stretch whose tests are all skipped by the plan needs nothing to be up.
  const idle = stretch.tests.every(({ scenario }) => scenario.skip !== null);
  if (idle) return { state: { ...opened, phase: 'ready', services: new Map() }, events, effects: [] };
  return {
    state: opened,
    events,
    effects: services.map((service) => ({ type: 'start-service', service, domain: stretch.domain })),
  };
}

function testsOfDomain(schedule: SessionRules['schedule'], domain: string) {
  return schedule.stretches.filter((stretch) => stretch.domain === domain).flatMap((stretch) => stretch.tests);
}

function domainStarted(tests: ReturnType<typeof testsOfDomain>, stretch: ReturnType<typeof stretchAt>): SessionEvent {
  const trials = tests.reduce((sum, test) => sum + plannedTrials(test), 0);
  return { type: 'domain.started', domain: stretch.domain, driver: stretch.driver, tests: tests.length, trials };
}

function afterStarting({ schedule }: SessionRules, state: SessionState, { elapsedMs }: Input): Step | null {
  if (state.stopping !== null) return close(state, elapsedMs);
  const states = [...state.services.values()];
  if (states.includes('starting')) return null;
  const stretch = stretchAt(schedule, state);
  const ready: SessionState = { ...state, starts: countStart(state), times: { ...state.times, execution: elapsedMs } };
  const wantsWarmup = warmUps(stretch).length > 0;
  if (state.obstacle !== null || !wantsWarmup) return { state: { ...ready, phase: 'ready' }, events: [], effects: [] };
  return {
    state: { ...ready, phase: 'warming', times: { ...state.times, warmup: elapsedMs } },
    events: [{ type: 'warmup.started', domain: stretch.domain, loadout: stretch.loadout?.label ?? '' }],
    effects: [{ type: 'warm-up' }],
  };
}

function countStart({ services, obstacle, starts }: SessionState): SessionState['starts'] {
  if (services.size === 0) return { ...starts, withoutServices: starts.withoutServices + 1 };
  if (obstacle === null) return { ...starts, ready: starts.ready + 1 };
  return obstacle.status === 'error' ? { ...starts, failed: starts.failed + 1 } : starts;
}

function nextTest(rules: SessionRules, state: SessionState, input: Input): Step {
  const stretch = stretchAt(rules.schedule, state);
  if (state.stopping !== null || state.test >= stretch.tests.length) return close(state, input.elapsedMs);
  const { testId, scenario } = testAt(rules.schedule, state);
  const obstacle = obstacleTo(rules, state);
  if (obstacle !== null) {
    const result = unexecutedResult(rules.schedule, state, obstacle, input.at);
    const next = afterTrial(rules, state, result);
    return {
      state: { ...next, phase: 'yielding' },
      events: [{ type: 'trial.finished', result }],
      effects: [{ type: 'continue' }],
    };
  }
  return {
    state: { ...state, phase: 'trial' },
    events: [
      {
        type: 'trial.started',
        testId,
        name: scenario.name,
        domain: stretch.domain,
        loadout: stretch.loadout?.label ?? null,
        repeat: state.repeat,
        repeats: scenario.repeats,
        attempt: state.attempt,
      },
    ],
    effects: [{ type: 'run-trial' }],
  };
}

function obstacleTo({ schedule }: SessionRules, state: SessionState): Obstacle | null {
  const { scenario, dependsOn } = testAt(schedule, state);
  if (scenario.skip !== null) return { status: 'skipped', reason: scenario.skip };
  if (state.obstacle !== null) return state.obstacle;
  for (const testId of dependsOn) {
    const status = state.statuses.get(testId);
    if (status !== 'passed') {
      return {
        status: 'skipped',
        reason: `depends on ${testId}, which ${status === undefined ? 'has not run' : `is ${status}`}`,
      };
    }
  }
  return null;
}

/** Stops what is up or on its way up; a service that failed or exited has nothing left to stop but its leftovers. */
function close(state: SessionState, elapsedMs: number): Step {
  const effects: Effect[] = [];
  for (const [service, at] of state.services) {
    if (at === 'starting' || at === 'ready' || at === 'exited') effects.push({ type: 'stop-service', service });
  }
  return { state: { ...state, phase: 'closing', times: { ...state.times, cleanup: elapsedMs } }, events: [], effects };
}

function afterClosing({ schedule }: SessionRules, state: SessionState, { elapsedMs }: Input): Step | null {
  const left = [...state.services.values()].some((at) => at !== 'stopped' && at !== 'failed');
  if (left) return null;
  const stretch = stretchAt(schedule, state);
  const events: SessionEvent[] = [];
  if (stretch.loadout !== null) {
    events.push({
      type: 'loadout.finished',
      domain: stretch.domain,
      loadout: stretch.loadout.label,
      ...partsOf(state.times, elapsedMs),
    });
  }
  const sameDomain = schedule.stretches[state.stretch + 1]?.domain === stretch.domain && state.stopping === null;
  if (!sameDomain) {
    events.push({ type: 'domain.finished', domain: stretch.domain, durationMs: elapsedMs - state.times.domain });
  }
  return {
    state: { ...state, phase: 'between', stretch: state.stretch + 1, services: new Map() },
    events,
    effects: [],
  };
}

/** A part that was never reached took no time: it ends, like the one before it, where the clean-up began. */
function partsOf({ setup, warmup, execution, cleanup }: SessionState['times'], now: number) {
  const ended = cleanup ?? now;
  const executed = execution ?? ended;
  const warmed = warmup ?? executed;
  return {
    setupMs: warmed - setup,
    warmupMs: executed - warmed,
    executionMs: ended - executed,
    cleanupMs: now - ended,
  };
}
