// The end of a stretch: its services are stopped, unless a later stretch wants them, and give their memory back.
import type { LoadoutTimes, SessionEvent } from '../domain/events.ts';
import type { Effect, Input, SettledMemory, Step } from './inputs.ts';
import {
  entering,
  idsThatAre,
  type ServiceState,
  type SessionRules,
  type SessionState,
  type StretchTimes,
  stretchAt,
} from './state.ts';
import { isIdle, mayOverlap, stayingUp } from './stretch-services.ts';

/**
 * Stops what is up or on its way up and not wanted later; a service that failed or exited has nothing left to stop but its
 * leftovers.
 */
export function close({ schedule }: SessionRules, state: SessionState, elapsedMs: number): Step {
  const ready = idsThatAre(state, 'ready').filter((id) => !state.lost.has(id));
  const staying = state.stopping === null ? stayingUp(schedule, state.stretch, ready) : new Set<string>();
  const ending = idsThatAre(state, 'starting', 'ready', 'exited').filter((id) => !staying.has(id));
  const ended = [...idsThatAre(state, 'stopping'), ...ending];
  return {
    state: { ...state, phase: 'closing', ending: ended, times: entering('cleanup', state.times, elapsedMs) },
    events: [],
    effects: ending.map((service) => stopping(state, service)),
  };
}

export function afterClosing(rules: SessionRules, state: SessionState, { elapsedMs }: Input): Step | null {
  if (!areOver(state)) return null;
  const { schedule } = rules;
  const stretch = stretchAt(schedule, state);
  const up = idsThatAre(state, 'ready');
  const remaining: SessionState = { ...state, services: new Map(up.map((id) => [id, 'ready'])) };
  if (stretch.loadout === null || isIdle(stretch)) return closed(rules, remaining, elapsedMs, nothingMeasured);
  // Whoever stops the run is not kept waiting for memory that nobody will use.
  const wait = state.stopping === null && state.ending.length > 0 && !mayOverlap(schedule, state.stretch, state.ending);
  return {
    state: { ...remaining, phase: 'settling' },
    events: [],
    effects: [{ type: 'settle-memory', up, wait }],
  };
}

export function stopping({ lost }: SessionState, service: string): Effect {
  return { type: 'stop-service', service, hangs: lost.get(service)?.hangs ?? false };
}

/** Whether everything has ended that was asked to. */
export function areOver({ ending, services }: SessionState): boolean {
  return ending.every((id) => isOver(services.get(id)));
}

function isOver(service: ServiceState | undefined): boolean {
  return service === undefined || service === 'stopped' || service === 'failed';
}

const nothingMeasured: SettledMemory = { waitedMs: 0, gpus: [], kept: [], holders: [] };

/** The stretch is over: its services have ended, and their memory is free again, or known to be kept. */
export function closed(
  { schedule }: SessionRules,
  state: SessionState,
  elapsedMs: number,
  { waitedMs, gpus, kept, holders }: SettledMemory,
): Step {
  const stretch = stretchAt(schedule, state);
  const { domain } = stretch;
  const events: SessionEvent[] = [];
  if (stretch.loadout !== null) {
    const loadout = stretch.loadout.label;
    const services = state.ending;
    if (kept.length > 0) {
      events.push({ type: 'memory.kept', domain, loadout, services, waitedMs, gpus: kept, holders });
    }
    events.push({ type: 'loadout.finished', domain, loadout, ...partsOf(state.times, elapsedMs), gpus });
  }
  const sameDomain = schedule.stretches[state.stretch + 1]?.domain === domain && state.stopping === null;
  if (!sameDomain) events.push({ type: 'domain.finished', domain, durationMs: elapsedMs - state.times.domain });
  return {
    state: { ...state, phase: 'between', stretch: state.stretch + 1, ending: [] },
    events,
    effects: [],
  };
}

function partsOf(times: StretchTimes, now: number): LoadoutTimes {
  const { setup, warmup, execution, cleanup } = entering('cleanup', times, now).spentMs;
  return { setupMs: setup, warmupMs: warmup, executionMs: execution, cleanupMs: cleanup };
}
