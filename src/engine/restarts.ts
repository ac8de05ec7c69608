// A service that died or hangs is started again, as often within one loadout as the plan allows; the others stay up. What
// it left behind is ended first, and its memory is waited for, or the new one would find none.
import { counted } from '../domain/wording.ts';
import { areOver, close, stopping } from './closing.ts';
import type { Hang } from './hangs.ts';
import type { Input, Step } from './inputs.ts';
import {
  entering,
  idsThatAre,
  type Loss,
  type ServiceState,
  type SessionRules,
  type SessionState,
  stretchAt,
} from './state.ts';
import { type StretchService, servicesOf } from './stretch-services.ts';

/** Null where it may not be started again. */
export function lose(rules: SessionRules, state: SessionState, service: string, loss: Loss): SessionState | null {
  const allowed = inUse(rules, state, service)?.template.restart ?? 0;
  if (restartsOf(state, service) >= allowed) return null;
  return { ...state, lost: new Map(state.lost).set(service, loss) };
}

/** Undefined for a service that the open stretch does not need: it may be up for a later one. */
export function inUse({ schedule }: SessionRules, state: SessionState, service: string): StretchService | undefined {
  const stretch = schedule.stretches[state.stretch];
  return stretch === undefined ? undefined : servicesOf(stretch).find(({ id }) => id === service);
}

/** Those of the loadout that hang and may be started again; the next trial asks the others all the same. */
export function loseHanging(rules: SessionRules, state: SessionState, hangs: readonly Hang[]): SessionState {
  return hangs.reduce((before, { service, why }) => {
    const isUp = before.services.get(service) === 'ready';
    return (isUp ? lose(rules, before, service, { why, hangs: true }) : null) ?? before;
  }, state);
}

/** The end of a sentence about its last death. */
export function restartedBefore(state: SessionState, service: string): string {
  const times = restartsOf(state, service);
  return times === 0 ? '' : `; it had been started again ${times === 1 ? 'once' : counted(times, 'time')} before`;
}

function restartsOf({ restarts }: SessionState, service: string): number {
  return restarts.get(service) ?? 0;
}

/** Those that were lost, before the next test. */
export function restart(rules: SessionRules, state: SessionState, { elapsedMs }: Input): Step {
  const ending = [...state.lost.keys()];
  const restarts = new Map(state.restarts);
  for (const service of ending) restarts.set(service, restartsOf(state, service) + 1);
  const times = entering('setup', state.times, elapsedMs);
  const services = withState(state, ending, 'stopping');
  return {
    state: { ...state, phase: 'clearing', services, ending, restarts, lost: new Map(), times },
    events: [...state.lost].map(([service, { why }]) => ({
      type: 'service.restarting',
      service,
      attempt: restarts.get(service) ?? 0,
      of: inUse(rules, state, service)?.template.restart ?? 0,
      why,
    })),
    effects: ending.map((service) => stopping(state, service)),
  };
}

/** Whoever stops the run does not wait for a service that nobody will use. */
export function afterClearing(rules: SessionRules, state: SessionState, { elapsedMs }: Input): Step | null {
  if (state.stopping !== null) return close(rules, state, elapsedMs);
  if (!areOver(state)) return null;
  const effect = { type: 'regain-memory', up: idsThatAre(state, 'ready') } as const;
  return { state: { ...state, phase: 'regaining' }, events: [], effects: [effect] };
}

/** Not where the run stops, or where another service of the loadout was lost for good in the meantime. */
export function startAgain({ schedule }: SessionRules, state: SessionState): Step {
  if (state.stopping !== null || state.obstacle !== null) {
    return { state: { ...state, phase: 'ready', ending: [] }, events: [], effects: [] };
  }
  const stretch = stretchAt(schedule, state);
  const again = servicesOf(stretch).filter(({ id }) => state.ending.includes(id));
  const services = withState(state, state.ending, 'starting');
  return {
    state: { ...state, phase: 'starting', ending: [], services },
    events: [],
    effects: again.map((service) => ({ type: 'start-service', service, domain: stretch.domain })),
  };
}

function withState({ services }: SessionState, ids: readonly string[], to: ServiceState): SessionState['services'] {
  return new Map([...services, ...ids.map((id): [string, ServiceState] => [id, to])]);
}
