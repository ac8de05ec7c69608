// Where a session stands: small, immutable, and enough to decide what happens next.
import type { StopReason } from '../domain/events.ts';
import type { Status } from '../domain/results.ts';
import type { Schedule, ScheduledTest, Stretch } from '../domain/schedule.ts';

/**
 * - `between`: no stretch is open.
 * - `starting`, `warming`, `trial`, `closing`: waits for the services, the warm-up, a measurement, the services' end.
 * - `settling`: waits until the memory of services that ended is free again.
 * - `clearing`, `regaining`: the same two waits before services that were lost are started again.
 * - `ready`: the next test can be decided.
 * - `yielding`: a test was decided without being executed; other inputs get their turn before the next one.
 */
export type Phase =
  | 'between'
  | 'starting'
  | 'warming'
  | 'ready'
  | 'trial'
  | 'yielding'
  | 'closing'
  | 'settling'
  | 'clearing'
  | 'regaining'
  | 'finished';

/** `stopping`: to be started again. */
export type ServiceState = 'starting' | 'ready' | 'failed' | 'exited' | 'stopping' | 'stopped';

/** Why the tests of a stretch cannot be executed. */
export interface Obstacle {
  readonly status: 'skipped' | 'error';
  readonly reason: string;
}

export interface Loss {
  /** A clause: `it exited with code 7`. */
  readonly why: string;
  /** It is still there, and does not answer. */
  readonly hangs: boolean;
}

export interface SessionState {
  readonly phase: Phase;
  /** Indexes of the schedule: the open stretch, or the next one. */
  readonly stretch: number;
  readonly test: number;
  /** Both count from 1. */
  readonly repeat: number;
  readonly attempt: number;
  /** Of the current repeat, on top of the plan's retries: those that a lost service cost. */
  readonly extraAttempts: number;
  /** Those of the open stretch, and others that stay up for a later one. */
  readonly services: ReadonlyMap<string, ServiceState>;
  /** Services of the open stretch that died or hang and are to be started again, and why. */
  readonly lost: ReadonlyMap<string, Loss>;
  /** By service: how often it was started again within the open stretch. */
  readonly restarts: ReadonlyMap<string, number>;
  /** Asked to end, since the stretch is closing or they are to be started again. */
  readonly ending: readonly string[];
  readonly obstacle: Obstacle | null;
  /** Of tests that others of the open stretch depend on; the worst of their repeats so far. */
  readonly statuses: ReadonlyMap<string, Status>;
  readonly failedTests: number;
  /** A repeat of the current test has already counted as failed. */
  readonly testFailed: boolean;
  readonly stopping: StopReason | null;
  readonly starts: StartCounts;
  readonly times: StretchTimes;
}

/** What stays the same throughout a session. */
export interface SessionRules {
  readonly schedule: Schedule;
  /** Test ids that others depend on. */
  readonly awaited: ReadonlySet<string>;
  /** Failed test ids after which the run stops; null = never. */
  readonly maxFailures: number | null;
}

export function sessionRules(schedule: Schedule, maxFailures: number | null): SessionRules {
  const tests = schedule.stretches.flatMap((stretch) => stretch.tests);
  return { schedule, maxFailures, awaited: new Set(tests.flatMap((test) => test.dependsOn)) };
}

/** Stretches by what became of their services; they decide whether the run could go on at all. */
export interface StartCounts {
  readonly ready: number;
  readonly failed: number;
  readonly withoutServices: number;
}

/** A part can come more than once. */
export type StretchPart = 'setup' | 'warmup' | 'execution' | 'cleanup';

export interface StretchTimes {
  /** `elapsedMs` at which the open domain began. */
  readonly domain: number;
  /** The part that the open stretch is in, and `elapsedMs` at which that began. */
  readonly part: StretchPart;
  readonly since: number;
  /** What went into each part before. */
  readonly spentMs: Readonly<Record<StretchPart, number>>;
}

const nothingSpent = { setup: 0, warmup: 0, execution: 0, cleanup: 0 } as const;

/** Of a stretch that begins now. */
export function timesFrom(domain: number, now: number): StretchTimes {
  return { domain, part: 'setup', since: now, spentMs: nothingSpent };
}

export function entering(part: StretchPart, { domain, ...before }: StretchTimes, now: number): StretchTimes {
  const spent = before.spentMs[before.part] + now - before.since;
  return { domain, part, since: now, spentMs: { ...before.spentMs, [before.part]: spent } };
}

export const initialState: SessionState = {
  phase: 'between',
  stretch: 0,
  test: 0,
  repeat: 1,
  attempt: 1,
  extraAttempts: 0,
  services: new Map(),
  lost: new Map(),
  restarts: new Map(),
  ending: [],
  obstacle: null,
  statuses: new Map(),
  failedTests: 0,
  testFailed: false,
  stopping: null,
  starts: { ready: 0, failed: 0, withoutServices: 0 },
  times: timesFrom(0, 0),
};

export function stretchAt(schedule: Schedule, state: SessionState): Stretch {
  const stretch = schedule.stretches[state.stretch];
  if (stretch === undefined) throw new Error(`no stretch ${state.stretch} in the schedule`);
  return stretch;
}

export function testAt(schedule: Schedule, state: SessionState): ScheduledTest {
  const test = stretchAt(schedule, state).tests[state.test];
  if (test === undefined) throw new Error(`no test ${state.test} in stretch ${state.stretch}`);
  return test;
}

export function idsThatAre({ services }: SessionState, ...states: readonly ServiceState[]): readonly string[] {
  return [...services].flatMap(([id, at]) => (states.includes(at) ? [id] : []));
}
