// What is still to be done of a run that was broken off: the same schedule, without what was recorded. Pure.
import { noOrigin, type Origin, type ServiceVersions } from '../domain/origins.ts';
import { isBad, type Status, type TrialResult, worse } from '../domain/results.ts';
import {
  type PlannedRepeat,
  plannedRepeats,
  type Schedule,
  type ScheduledTest,
  type Stretch,
} from '../domain/schedule.ts';
import { isBlocked } from './dependencies.ts';
import { changesBetween, type Outdated } from './outdated.ts';
import { servicesOf } from './stretch-services.ts';

/** The last attempt of one repeat, and what came before it. */
export interface RecordedRepeat {
  readonly attempt: number;
  readonly status: Status;
  /** It was tried at all; else its loadout could not be used, or it was skipped. */
  readonly executed: boolean;
  /** It was skipped because of a test that it depends on. */
  readonly blocked: boolean;
  readonly failedBefore: boolean;
  /** Another attempt was to follow. */
  readonly again: boolean;
  readonly origin: Origin;
  /** Counts the results of the run. */
  readonly order: number;
}

/** By the number of the repeat. */
export type Recorded = ReadonlyMap<number, RecordedRepeat>;

/** What was recorded of each test, folded result by result in the order of the journal. */
export class RecordedTests {
  readonly #tests = new Map<string, Map<number, RecordedRepeat>>();
  #results = 0;

  /** `again`: another attempt was to follow. */
  add(result: TrialResult, { again = false, origin = noOrigin }: { again?: boolean; origin?: Origin } = {}): void {
    const { testId, repeat, attempt, status, durationMs, checks } = result;
    const repeats = this.#tests.get(testId) ?? new Map<number, RecordedRepeat>();
    this.#tests.set(testId, repeats);
    const before = repeats.get(repeat);
    this.#results += 1;
    repeats.set(repeat, {
      attempt,
      status,
      executed: status !== 'skipped' && (durationMs > 0 || checks.length > 0),
      blocked: isBlocked(result),
      failedBefore: before !== undefined && (before.failedBefore || isBad(before.status)),
      again,
      origin,
      order: this.#results,
    });
  }

  of(testId: string): Recorded {
    return this.#tests.get(testId) ?? new Map();
  }
}

export interface ContinuationWishes {
  /** What failed, timed out or was in error is tried again. */
  readonly retryFailed: boolean;
  /** Test ids whose inputs or services have changed: what was recorded of them is worth nothing. */
  readonly outdated: ReadonlySet<string>;
}

/** Stretches of which nothing is left are gone; the notes stay with the run's beginning. */
export function remaining(schedule: Schedule, recorded: RecordedTests, wishes: ContinuationWishes): Schedule {
  const stretches = schedule.stretches.map((stretch) => remainingOf(stretch, recorded, wishes));
  return { ...schedule, notes: [], stretches: stretches.filter(({ tests }) => tests.length > 0) };
}

function remainingOf(stretch: Stretch, recorded: RecordedTests, wishes: ContinuationWishes): Stretch {
  const tests: ScheduledTest[] = [];
  const statuses = new Map<string, Status>();
  const measuredWith = new Map<string, readonly ServiceVersions[]>();
  const blocked = new Set<string>();
  const toDo = new Set<string>();
  for (const test of stretch.tests) {
    const { testId } = test;
    const before = recorded.of(testId);
    const unblocked = test.dependsOn.every((id) => toDo.has(id) || statuses.get(id) === 'passed');
    const planned = wishes.outdated.has(testId)
      ? everything(test, before)
      : plannedOf(test, before, { ...wishes, unblocked });
    if (planned.length > 0) {
      tests.push({ ...test, planned });
      toDo.add(testId);
    }
    const standing = standingOf(before, planned);
    if (standing.length === 0) continue;
    statuses.set(testId, standing.map(({ status }) => status).reduce(worse));
    measuredWith.set(testId, [...new Set(standing.flatMap(measuredWithIn))]);
    if (standing.some((repeat) => repeat.blocked)) blocked.add(testId);
  }
  const anew = stretch.tests.map((test) => ({ ...test, planned: everything(test, recorded.of(test.testId)) }));
  return { ...stretch, tests, recorded: { statuses, anew, measuredWith, blocked } };
}

/**
 * Tests with results that were measured with other services than the newest ones of their stretch: executing them anew was broken
 * off, and the services themselves may never be asked again.
 */
export function mixedTests({ stretches }: Schedule, recorded: RecordedTests): Outdated {
  const changes = new Set<string>();
  const testIds = new Set<string>();
  for (const stretch of stretches) {
    const ids = servicesOf(stretch).map(({ id }) => id);
    const executed = stretch.tests.flatMap(({ testId }) =>
      [...recorded.of(testId).values()].filter((repeat) => repeat.executed).map((repeat) => ({ testId, ...repeat })),
    );
    const newest = executed.reduce((last, each) => (each.order > last.order ? each : last), executed[0] ?? none);
    for (const { testId, origin } of executed) {
      const differing = changesBetween(ids, origin.services, newest.origin.services);
      for (const change of differing) changes.add(change);
      if (differing.length > 0) testIds.add(testId);
    }
  }
  return { changes: [...changes], testIds };
}

const none = { order: 0, origin: noOrigin };

/** The repeats that are not executed again. */
function standingOf(before: Recorded, planned: readonly PlannedRepeat[]): readonly RecordedRepeat[] {
  const repeated = new Set(planned.map(({ repeat }) => repeat));
  return [...before].flatMap(([repeat, recorded]) => (repeated.has(repeat) ? [] : [recorded]));
}

function measuredWithIn({ executed, origin }: RecordedRepeat): readonly ServiceVersions[] {
  return executed ? [origin.services] : [];
}

interface RepeatWishes {
  readonly retryFailed: boolean;
  /** What it depends on has passed, or is executed now. */
  readonly unblocked: boolean;
}

function plannedOf(test: ScheduledTest, before: Recorded, wishes: RepeatWishes): readonly PlannedRepeat[] {
  const planned = plannedRepeats(test).flatMap((repeat) => stillToDo(repeat, before.get(repeat.repeat), wishes));
  // A test that could not be tried was told once, for all of its repeats.
  const closed = [...before.values()].some(({ executed }) => !executed);
  return closed && !planned.some(({ firstAttempt }) => firstAttempt > 1) ? [] : planned;
}

function stillToDo(
  plan: PlannedRepeat,
  before: RecordedRepeat | undefined,
  { retryFailed, unblocked }: RepeatWishes,
): readonly PlannedRepeat[] {
  if (before === undefined) return [plan];
  const bad = isBad(before.status);
  const next = { ...plan, firstAttempt: before.attempt + 1, failedBefore: before.failedBefore || bad };
  const wanted = (bad && retryFailed) || (before.blocked && unblocked);
  if (wanted) return [{ ...next, lastAttempt: before.attempt + plan.lastAttempt }];
  // It was broken off between two attempts: those that the plan's retries allow, or one more for what a lost service spoiled.
  const mayRetry = bad && before.executed && (before.again || before.attempt < plan.lastAttempt);
  return mayRetry ? [{ ...next, lastAttempt: Math.max(plan.lastAttempt, next.firstAttempt) }] : [];
}

function everything(test: ScheduledTest, before: Recorded): readonly PlannedRepeat[] {
  return plannedRepeats(test).map((plan) => {
    const attempts = before.get(plan.repeat)?.attempt ?? 0;
    const anew = attempts > 0 && ({ anew: true } as const);
    return { ...plan, firstAttempt: attempts + 1, lastAttempt: attempts + plan.lastAttempt, ...anew };
  });
}
