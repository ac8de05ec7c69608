// What is still to be done of a run that was broken off: the same schedule, without what was recorded. Pure.
import { noOrigin, type Origin, type ServiceVersion, type ServiceVersions } from '../domain/origins.ts';
import { isBad, type Status, type TrialResult, worse } from '../domain/results.ts';
import {
  type MeasuredElsewhere,
  type PlannedRepeat,
  plannedRepeats,
  type RecordedStretch,
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
  /** It counts no more. */
  readonly outdated: boolean;
  /** Counts the results of the run. */
  readonly order: number;
}

/** By the number of the repeat. */
export type Recorded = ReadonlyMap<number, RecordedRepeat>;

interface Circumstances {
  /** Another attempt was to follow. */
  readonly again?: boolean;
  readonly origin?: Origin;
  /** It counts no more. */
  readonly outdated?: boolean;
}

/** What was recorded of each test, folded result by result in the order of the journal. */
export class RecordedTests {
  readonly #tests = new Map<string, Map<number, RecordedRepeat>>();
  #results = 0;

  add(result: TrialResult, { again = false, origin = noOrigin, outdated = false }: Circumstances = {}): void {
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
      failedBefore: before?.outdated === false && (before.failedBefore || isBad(before.status)),
      again,
      origin,
      outdated,
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
  const stretches = schedule.stretches.map((stretch) =>
    remainingOf(stretch, recorded, { ...wishes, elsewhere: elsewhereOf(stretch, schedule, recorded) }),
  );
  return { ...schedule, notes: [], stretches: stretches.filter(({ tests }) => tests.length > 0) };
}

function elsewhereOf(stretch: Stretch, { stretches }: Schedule, recorded: RecordedTests): readonly MeasuredElsewhere[] {
  const ids = new Set(idsOf(stretch));
  return stretches.flatMap((other) => {
    const services = other === stretch ? [] : idsOf(other).filter((id) => ids.has(id));
    if (services.length === 0) return [];
    return other.tests.map(({ testId }) => ({ testId, services, measuredWith: versionsIn(recorded.of(testId)) }));
  });
}

function remainingOf(
  stretch: Stretch,
  recorded: RecordedTests,
  { elsewhere, ...wishes }: ContinuationWishes & Pick<RecordedStretch, 'elsewhere'>,
): Stretch {
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
    if (!wishes.outdated.has(testId)) measuredWith.set(testId, versionsIn(before));
    const standing = standingOf(before, planned);
    if (standing.length === 0) continue;
    statuses.set(testId, standing.map(({ status }) => status).reduce(worse));
    if (standing.some((repeat) => repeat.blocked)) blocked.add(testId);
  }
  const anew = stretch.tests.map((test) => ({ ...test, planned: everything(test, recorded.of(test.testId)) }));
  return { ...stretch, tests, recorded: { statuses, anew, measuredWith, elsewhere, blocked } };
}

/**
 * Tests with results that were measured with other services than the newest ones: executing them anew was broken off, and the
 * services themselves may never be asked again.
 */
export function mixedTests({ stretches }: Schedule, recorded: RecordedTests): Outdated {
  const newest = newestVersions(stretches, recorded);
  const changes = new Set<string>();
  const testIds = new Set<string>();
  for (const stretch of stretches) {
    const ids = idsOf(stretch);
    for (const { testId } of stretch.tests) {
      const differing = versionsIn(recorded.of(testId)).flatMap((each) => changesBetween(ids, each, newest));
      for (const change of differing) changes.add(change);
      if (differing.length > 0) testIds.add(testId);
    }
  }
  return { changes: [...changes], testIds, elsewhere: new Set() };
}

function newestVersions(stretches: readonly Stretch[], recorded: RecordedTests): ServiceVersions {
  const versions = new Map<string, ServiceVersion>();
  const orders = new Map<string, number>();
  for (const stretch of stretches) {
    const ids = idsOf(stretch);
    for (const { testId } of stretch.tests) {
      for (const { order, origin } of [...recorded.of(testId).values()].filter(isMeasured)) {
        for (const id of ids) {
          const version = origin.services.get(id);
          if (version === undefined || order < (orders.get(id) ?? 0)) continue;
          versions.set(id, version);
          orders.set(id, order);
        }
      }
    }
  }
  return versions;
}

function idsOf(stretch: Stretch): readonly string[] {
  return servicesOf(stretch).map(({ id }) => id);
}

function isMeasured({ executed, outdated }: RecordedRepeat): boolean {
  return executed && !outdated;
}

/** The repeats that are not executed again. */
function standingOf(before: Recorded, planned: readonly PlannedRepeat[]): readonly RecordedRepeat[] {
  const repeated = new Set(planned.map(({ repeat }) => repeat));
  return [...before].flatMap(([repeat, recorded]) => (repeated.has(repeat) || recorded.outdated ? [] : [recorded]));
}

/** Also of what is tried again: a retry belongs to what failed. */
function versionsIn(before: Recorded): readonly ServiceVersions[] {
  return [...new Set([...before.values()].filter(isMeasured).map(({ origin }) => origin.services))];
}

interface RepeatWishes {
  readonly retryFailed: boolean;
  /** What it depends on has passed, or is executed now. */
  readonly unblocked: boolean;
}

function plannedOf(test: ScheduledTest, before: Recorded, wishes: RepeatWishes): readonly PlannedRepeat[] {
  const planned = plannedRepeats(test).flatMap((repeat) => stillToDo(repeat, before.get(repeat.repeat), wishes));
  // A test that could not be tried was told once, for all of its repeats.
  const closed = [...before.values()].some(({ executed, outdated }) => !executed && !outdated);
  return closed && !planned.some(({ firstAttempt }) => firstAttempt > 1) ? [] : planned;
}

function stillToDo(
  plan: PlannedRepeat,
  before: RecordedRepeat | undefined,
  { retryFailed, unblocked }: RepeatWishes,
): readonly PlannedRepeat[] {
  if (before === undefined) return [plan];
  if (before.outdated) return [anewAfter(plan, before.attempt)];
  const bad = isBad(before.status);
  const next = { ...plan, firstAttempt: before.attempt + 1, failedBefore: before.failedBefore || bad };
  const wanted = (bad && retryFailed) || (before.blocked && unblocked);
  if (wanted) return [{ ...next, lastAttempt: before.attempt + plan.lastAttempt }];
  // It was broken off between two attempts: those that the plan's retries allow, or one more for what a lost service spoiled.
  const mayRetry = bad && before.executed && (before.again || before.attempt < plan.lastAttempt);
  return mayRetry ? [{ ...next, lastAttempt: Math.max(plan.lastAttempt, next.firstAttempt) }] : [];
}

function everything(test: ScheduledTest, before: Recorded): readonly PlannedRepeat[] {
  return plannedRepeats(test).map((plan) => anewAfter(plan, before.get(plan.repeat)?.attempt ?? 0));
}

function anewAfter(plan: PlannedRepeat, attempts: number): PlannedRepeat {
  const anew = attempts > 0 && ({ anew: true } as const);
  return { ...plan, firstAttempt: attempts + 1, lastAttempt: attempts + plan.lastAttempt, ...anew };
}
