// Drives the session's transition by itself: every effect is answered at once, as the given world answers it.
import type { SessionEvent } from '../../src/domain/events.ts';
import type { FinalStatus } from '../../src/domain/results.ts';
import type { Schedule } from '../../src/domain/schedule.ts';
import type { Hang } from '../../src/engine/hangs.ts';
import type { Effect, InputBody, SettledMemory } from '../../src/engine/inputs.ts';
import { measuredResult } from '../../src/engine/results.ts';
import { initialState, type SessionState, type SessionWishes, sessionRules, testAt } from '../../src/engine/state.ts';
import { transition } from '../../src/engine/transition.ts';
import type { ServiceReport } from '../../src/services/supervisor.ts';
import { ready, starting } from './service-reports.ts';

export interface World {
  /** What becomes of one attempt; passed unless it says otherwise. */
  readonly attempt?: (testId: string, repeat: number, attempt: number) => FinalStatus | 'interrupted';
  /** The last word on a service's start; ready unless it says otherwise. One that is slow gets there `after` something. */
  readonly start?: (service: string) => 'ready' | 'slow' | 'failed' | 'not-installed';
  /** Whether a service ends when it is asked to; it does unless this says otherwise. */
  readonly ends?: (service: string) => boolean;
  /** Services that hang after an attempt; none unless it says otherwise. */
  readonly hanging?: (testId: string, repeat: number, attempt: number) => readonly string[];
  /** Inputs that arrive right after an event. */
  readonly after?: (event: SessionEvent) => readonly InputBody[];
  readonly wishes?: SessionWishes;
  /** What every service says of itself. */
  readonly identity?: { readonly version: string | null; readonly modelDigest: string | null };
  /** What became of the memory of services that ended; nothing unless it says otherwise. */
  readonly settled?: Partial<SettledMemory>;
}

export interface Simulated {
  readonly events: readonly SessionEvent[];
  readonly effects: readonly Effect[];
  readonly state: SessionState;
}

export function simulate(schedule: Schedule, world: World = {}): Simulated {
  const rules = sessionRules(schedule, world.wishes);
  const events: SessionEvent[] = [];
  const effects: Effect[] = [];
  const queue: InputBody[] = [{ type: 'begin' }];
  let state = initialState;
  let elapsedMs = 0;
  for (let input = queue.shift(); input !== undefined; input = queue.shift()) {
    elapsedMs += 1;
    const step = transition(rules, state, { ...input, at: '2026-11-21T10:00:00.000Z', elapsedMs });
    state = step.state;
    for (const event of step.events) {
      events.push(event);
      queue.push(...(world.after?.(event) ?? []));
    }
    for (const effect of step.effects) {
      effects.push(effect);
      queue.push(...answer(effect, { schedule, state, world }));
    }
  }
  return { events, effects, state };
}

interface Scene {
  readonly schedule: Schedule;
  readonly state: SessionState;
  readonly world: World;
}

function answer(effect: Effect, scene: Scene): InputBody[] {
  switch (effect.type) {
    case 'start-service':
      return startReports(effect.service.id, scene.world).map((report) => ({ type: 'service.reported', report }));
    case 'stop-service':
      if (scene.world.ends?.(effect.service) === false) return [];
      return [
        {
          type: 'service.reported',
          report: { type: 'stopped', service: effect.service, durationMs: 1, forced: false },
        },
      ];
    case 'warm-up':
      return [{ type: 'warmup.done', error: null }];
    case 'run-trial':
      return [{ type: 'trial.done', result: attempt(scene), hangs: hangs(scene) }];
    case 'continue':
      return [{ type: 'continue' }];
    case 'settle-memory':
      return [{ type: 'memory.settled', waitedMs: 1, gpus: [], kept: [], holders: [], ...scene.world.settled }];
    case 'regain-memory':
      return [{ type: 'memory.regained' }];
    case 'open-loadout':
    case 'loadout-loaded':
    case 'abort-settling':
    case 'abort-trial':
    case 'repeat-trial':
    case 'conclude':
      return [];
    default:
      return effect satisfies never;
  }
}

function startReports(service: string, world: World): ServiceReport[] {
  const outcome = world.start?.(service) ?? 'ready';
  if (outcome === 'failed' || outcome === 'not-installed') {
    return [{ type: 'failed', service, skipped: outcome === 'not-installed', message: `${service} ${outcome}` }];
  }
  return outcome === 'slow' ? [starting(service)] : [starting(service), { ...ready(service), ...world.identity }];
}

function hangs({ schedule, state, world }: Scene): readonly Hang[] {
  const { testId } = testAt(schedule, state);
  const hanging = world.hanging?.(testId, state.repeat, state.attempt) ?? [];
  return hanging.map((service) => ({ service, why: 'it hangs' }));
}

function attempt({ schedule, state, world }: Scene) {
  const { testId } = testAt(schedule, state);
  const status = world.attempt?.(testId, state.repeat, state.attempt) ?? 'passed';
  if (status === 'interrupted' || status === 'skipped') return null;
  const measurement = {
    status,
    startedAt: '2026-11-21T10:00:00.000Z',
    durationMs: 1,
    metrics: {},
    checks: [{ name: 'answer', passed: status === 'passed' }],
    steps: [],
    actual: null,
    validity: [],
    error: status === 'error' ? 'it broke' : null,
  };
  return measuredResult(schedule, state, measurement, { services: {}, metrics: {}, gpus: [], validity: [] });
}
