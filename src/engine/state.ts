// Where a session stands: small, immutable, and enough to decide what happens next.
import type { StopReason } from '../domain/events.ts';
import type { ServiceVersions } from '../domain/origins.ts';
import type { Status } from '../domain/results.ts';
import {
  type PlannedRepeat,
  plannedRepeats,
  type Schedule,
  type ScheduledTest,
  type Stretch,
} from '../domain/schedule.ts';

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
  /** Of the current test: those that are left, the current one first. */
  readonly planned: readonly PlannedRepeat[];
  /** Both count from 1. */
  readonly repeat: number;
  readonly attempt: number;
  /** Of the current repeat, on top of the plan's retries: those that a lost service cost. */
  readonly extraAttempts: number;
  /** What services said of themselves. */
  readonly versions: ServiceVersions;
  /** The tests of the open stretch where some are executed anew that had been measured with other services; else null. */
  readonly anew: readonly ScheduledTest[] | null;
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
  /** Services that have changed since end the run instead of having their tests executed anew. */
  readonly strict: boolean;
}

/** What a session is told beside its schedule. */
export type SessionWishes = Partial<Pick<SessionRules, 'maxFailures' | 'strict'>>;

export function sessionRules(schedule: Schedule, wishes: SessionWishes = {}): SessionRules {
  const tests = schedule.stretches.flatMap((stretch) => [...stretch.tests, ...(stretch.recorded?.anew ?? [])]);
  const awaited = new Set(tests.flatMap((test) => test.dependsOn));
  return { maxFailures: null, strict: false, ...wishes, schedule, awaited };
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
  planned: [],
  repeat: 1,
  attempt: 1,
  versions: new Map(),
  anew: null,
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

/** Those of the open stretch that are to be executed. */
export function testsOf(schedule: Schedule, state: SessionState): readonly ScheduledTest[] {
  return state.anew ?? stretchAt(schedule, state).tests;
}

export function testAt(schedule: Schedule, state: SessionState): ScheduledTest {
  const test = testsOf(schedule, state)[state.test];
  if (test === undefined) throw new Error(`no test ${state.test} in stretch ${state.stretch}`);
  return test;
}

/** At the beginning of a test, or behind the last one. */
export function atTest(schedule: Schedule, state: SessionState, test: number): SessionState {
  const next = testsOf(schedule, state)[test];
  return { ...atRepeat(state, next === undefined ? [] : plannedRepeats(next)), test };
}

/** At the first of these repeats. */
export function atRepeat(state: SessionState, planned: readonly PlannedRepeat[]): SessionState {
  const [first] = planned;
  return { ...state, planned, repeat: first?.repeat ?? 1, attempt: first?.firstAttempt ?? 1, extraAttempts: 0 };
}

export function idsThatAre({ services }: SessionState, ...states: readonly ServiceState[]): readonly string[] {
  return [...services].flatMap(([id, at]) => (states.includes(at) ? [id] : []));
}
