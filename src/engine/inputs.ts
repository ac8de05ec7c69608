// What comes into the session's one loop, and what the loop is asked to do.
import type { LoadoutGpuMemory, SessionEvent, StopReason } from '../domain/events.ts';
import type { TrialResult } from '../domain/results.ts';
import type { GpuProcess } from '../domain/samples.ts';
import type { ServiceReport } from '../services/supervisor.ts';
import type { Hang } from './hangs.ts';
import type { SessionState } from './state.ts';
import type { StretchService } from './stretch-services.ts';

export type InputBody =
  | { readonly type: 'begin' }
  /** Work that was put off so that other inputs get their turn. */
  | { readonly type: 'continue' }
  | { readonly type: 'tick' }
  | { readonly type: 'service.reported'; readonly report: ServiceReport }
  | { readonly type: 'warmup.done'; readonly error: string | null }
  /** The memory of services that ended is free again, or will not become so. */
  | ({ readonly type: 'memory.settled' } & SettledMemory)
  /** The same before services are started again. */
  | { readonly type: 'memory.regained' }
  /** The verdict on one attempt, null where it was broken off; and the services that hang, where time ran out. */
  | { readonly type: 'trial.done'; readonly result: TrialResult | null; readonly hangs: readonly Hang[] }
  /** Something that belongs to no report, such as a process that could not be ended. */
  | { readonly type: 'problem.noticed'; readonly message: string }
  /** The process was stopped for a while, as by Ctrl-Z, and goes on. */
  | { readonly type: 'resumed' }
  | { readonly type: 'stop.asked'; readonly reason: StopReason };

/** An input with the time of its arrival. */
export type Input = InputBody & {
  /** ISO, wall clock. */
  readonly at: string;
  /** Monotonic, since the run began. */
  readonly elapsedMs: number;
};

/** What the GPUs' memory did over the life of a loadout; nothing where there is no GPU. */
export interface SettledMemory {
  readonly waitedMs: number;
  readonly gpus: readonly LoadoutGpuMemory[];
  /** What is still held beyond what it was before. */
  readonly kept: readonly { readonly index: number; readonly name: string; readonly keptMiB: number }[];
  readonly holders: readonly GpuProcess[];
}

export type Effect =
  /** A loadout begins: its memory is counted from now, with these services up already. */
  | { readonly type: 'open-loadout'; readonly up: readonly string[] }
  /** Its models are in memory, and its tests begin. */
  | { readonly type: 'loadout-loaded' }
  /** Its services have ended; `up` are still there. `wait`: until their memory is free again. */
  | { readonly type: 'settle-memory'; readonly up: readonly string[]; readonly wait: boolean }
  /** The same before the services that ended are started again; no figures are taken. */
  | { readonly type: 'regain-memory'; readonly up: readonly string[] }
  | { readonly type: 'abort-settling' }
  | { readonly type: 'start-service'; readonly service: StretchService; readonly domain: string }
  | { readonly type: 'warm-up' }
  | { readonly type: 'run-trial' }
  | { readonly type: 'abort-trial'; readonly reason: string }
  /** The attempt under way is worth nothing, whatever comes of it: nothing is recorded, and it begins anew. */
  | { readonly type: 'repeat-trial' }
  /** One that hangs gets little time to end by itself. */
  | { readonly type: 'stop-service'; readonly service: string; readonly hangs: boolean }
  | { readonly type: 'continue' }
  | { readonly type: 'conclude' };

/** What one input led to: the new state, events to record in this order, then effects to carry out. */
export interface Step {
  readonly state: SessionState;
  readonly events: readonly SessionEvent[];
  readonly effects: readonly Effect[];
}

export function join(first: Step, second: Step): Step {
  return {
    state: second.state,
    events: [...first.events, ...second.events],
    effects: [...first.effects, ...second.effects],
  };
}
