// What became of each test between two runs. Pure.
import { isBad, type Status } from '../../domain/results.ts';
import type { ComparedTest } from './run.ts';

export interface TestChanges {
  readonly fixed: readonly TestChange[];
  readonly regressed: readonly TestChange[];
  /** Bad before and after, perhaps in another way. */
  readonly stillFailing: readonly TestChange[];
  /** Passed in both runs; in the later one only after a failed attempt. */
  readonly becameFlaky: readonly string[];
  /** Passed in both runs; in the earlier one only after a failed attempt. */
  readonly becameSteady: readonly string[];
  /** Skipped or not carried out in at least one of the runs. */
  readonly notComparable: readonly TestChange[];
  /** Selected in the later run alone, with their status there. */
  readonly added: readonly TestState[];
  /** Selected in the earlier run alone, with their status there. */
  readonly gone: readonly TestState[];
  /** Tests that passed in both runs and are as flaky as they were. */
  readonly unchanged: number;
}

export interface TestChange {
  readonly testId: string;
  readonly before: Status;
  readonly after: Status;
}

export interface TestState {
  readonly testId: string;
  readonly status: Status;
}

type Kind = Exclude<keyof TestChanges, 'added' | 'gone'>;
type Tests = ReadonlyMap<string, ComparedTest>;

export function testChanges(before: Tests, after: Tests): TestChanges {
  const both = [...after].flatMap(([testId, test]) => {
    const earlier = before.get(testId);
    if (earlier === undefined) return [];
    return [{ kind: kindOf(earlier, test), change: { testId, before: earlier.status, after: test.status } }];
  });
  const of = (kind: Kind) => both.filter((each) => each.kind === kind).map(({ change }) => change);
  return {
    fixed: of('fixed'),
    regressed: of('regressed'),
    stillFailing: of('stillFailing'),
    becameFlaky: of('becameFlaky').map(({ testId }) => testId),
    becameSteady: of('becameSteady').map(({ testId }) => testId),
    notComparable: of('notComparable'),
    added: missingIn(before, after),
    gone: missingIn(after, before),
    unchanged: of('unchanged').length,
  };
}

/** An error counts as bad on both sides: a test that can no longer be measured no longer shows that anything works. */
function kindOf(before: ComparedTest, after: ComparedTest): Kind {
  if (wasNotExecuted(before.status) || wasNotExecuted(after.status)) return 'notComparable';
  if (isBad(before.status)) return isBad(after.status) ? 'stillFailing' : 'fixed';
  if (isBad(after.status)) return 'regressed';
  if (before.flaky === after.flaky) return 'unchanged';
  return after.flaky ? 'becameFlaky' : 'becameSteady';
}

function wasNotExecuted(status: Status): boolean {
  return status === 'skipped' || status === 'pending';
}

function missingIn(these: Tests, those: Tests): TestState[] {
  return [...those].flatMap(([testId, { status }]) => (these.has(testId) ? [] : [{ testId, status }]));
}
