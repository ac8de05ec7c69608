// What is still to be done of a run that was broken off: the same schedule, without what was recorded. Pure.
import { isBad, type Status, type TrialResult, worse } from '../domain/results.ts';
import {
  type PlannedRepeat,
  plannedRepeats,
  type RecordedStretch,
  type Schedule,
  type ScheduledTest,
  type Stretch,
} from '../domain/schedule.ts';

/** The last attempt of one repeat, and what came before it. */
interface RecordedRepeat {
  readonly attempt: number;
  readonly status: Status;
  /** It was tried at all; else its loadout could not be used, or it was skipped. */
  readonly executed: boolean;
  readonly failedBefore: boolean;
  /** Another attempt was to follow. */
  readonly again: boolean;
}

type Recorded = ReadonlyMap<number, RecordedRepeat>;

/** What was recorded of each test, folded result by result in the order of the journal. */
export class RecordedTests {
  readonly #tests = new Map<string, Map<number, RecordedRepeat>>();

  /** `again`: another attempt was to follow. */
  add({ testId, repeat, attempt, status, durationMs, checks }: TrialResult, again = false): void {
    const repeats = this.#tests.get(testId) ?? new Map<number, RecordedRepeat>();
    this.#tests.set(testId, repeats);
    const before = repeats.get(repeat);
    repeats.set(repeat, {
      attempt,
      status,
      executed: status !== 'skipped' && (durationMs > 0 || checks.length > 0),
      failedBefore: before !== undefined && (before.failedBefore || isBad(before.status)),
      again,
    });
  }

  of(testId: string): Recorded {
    return this.#tests.get(testId) ?? new Map();
  }
}

export interface ContinuationWishes {
  /** What failed, timed out or was in error is tried again, with what was skipped because of it. */
  readonly retryFailed: boolean;
  /** Test ids whose files have changed: what was recorded of them is worth nothing. */
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
  const tried = new Set<string>();
  for (const test of stretch.tests) {
    const before = recorded.of(test.testId);
    const anew = wishes.outdated.has(test.testId);
    const again = wishes.retryFailed && test.dependsOn.some((id) => tried.has(id));
    const planned = anew ? everything(test, before) : plannedOf(test, before, { ...wishes, again });
    if (planned.length > 0) tests.push({ ...test, planned });
    if (planned.some(({ firstAttempt }) => firstAttempt > 1)) tried.add(test.testId);
    const status = statusOf(before, planned);
    if (status !== null) statuses.set(test.testId, status);
  }
  return { ...stretch, tests, recorded: recordedOf(stretch, recorded, statuses) };
}

function recordedOf(
  { tests }: Stretch,
  recorded: RecordedTests,
  statuses: RecordedStretch['statuses'],
): RecordedStretch {
  const anew = tests.map((test) => ({ ...test, planned: everything(test, recorded.of(test.testId)) }));
  return { statuses, anew };
}

/** Of the repeats that stand. */
function statusOf(before: Recorded, planned: readonly PlannedRepeat[]): Status | null {
  const repeated = new Set(planned.map(({ repeat }) => repeat));
  const standing = [...before].flatMap(([repeat, { status }]) => (repeated.has(repeat) ? [] : [status]));
  return standing.reduce<Status | null>((worst, status) => (worst === null ? status : worse(worst, status)), null);
}

interface RepeatWishes {
  readonly retryFailed: boolean;
  /** It was skipped because of a test that is now tried again. */
  readonly again: boolean;
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
  { retryFailed, again }: RepeatWishes,
): readonly PlannedRepeat[] {
  if (before === undefined) return [plan];
  const bad = isBad(before.status);
  const next = { ...plan, firstAttempt: before.attempt + 1, failedBefore: before.failedBefore || bad };
  const wanted = (bad && retryFailed) || (before.status === 'skipped' && again);
  if (wanted) return [{ ...next, lastAttempt: before.attempt + plan.lastAttempt }];
  // It was broken off between two attempts: those that the plan's retries allow, or one more for what a lost service spoiled.
  const mayRetry = bad && before.executed && (before.again || before.attempt < plan.lastAttempt);
  return mayRetry ? [{ ...next, lastAttempt: Math.max(plan.lastAttempt, next.firstAttempt) }] : [];
}

function everything(test: ScheduledTest, before: Recorded): readonly PlannedRepeat[] {
  return plannedRepeats(test).map((plan) => {
    const attempts = before.get(plan.repeat)?.attempt ?? 0;
    return { ...plan, firstAttempt: attempts + 1, lastAttempt: attempts + plan.lastAttempt };
  });
}
