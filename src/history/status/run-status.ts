// Where a run stands, counted from its results: by group, and test by test. Pure.
import type { Status, TrialResult } from '../../domain/results.ts';
import { type Summary, Tally, type Verdict, withNotReached } from '../../domain/summary.ts';
import type { RecordedRun } from '../../recorded/recorded-run.ts';
import { type GroupState, groupState } from './group-state.ts';

/** What is kept of a result; `why` is null for a pass. */
export interface StatusResult extends Verdict, Pick<TrialResult, 'name' | 'domain' | 'loadout' | 'group'> {
  readonly why: string | null;
}

export interface TestStatus extends Pick<TrialResult, 'testId' | 'name' | 'domain' | 'loadout' | 'group' | 'flaky'> {
  readonly status: Status;
  /** Why it was skipped or did not pass, by its first repeat of that kind; null where it passed or is pending. */
  readonly why: string | null;
}

export interface GroupStatus extends Summary {
  /** The domain's name for tests without a group. */
  readonly group: string;
  readonly state: GroupState;
  /** Of what was executed; null where nothing was. */
  readonly passRatePercent: number | null;
}

export interface RunCounts {
  readonly summary: Summary;
  /** In the order of execution. */
  readonly groups: readonly GroupStatus[];
  readonly tests: readonly TestStatus[];
  /** Tests of which nothing is known but their number; they count as pending. */
  readonly notReached: number;
}

interface OpenTest extends Pick<TestStatus, 'testId' | 'name' | 'domain' | 'loadout' | 'group'> {
  /** By repeat, of those that did not pass. */
  readonly reasons: Map<number, { readonly status: Status; readonly why: string | null }>;
}

export function countRun({ facts, results }: Pick<RecordedRun<StatusResult>, 'facts' | 'results'>): RunCounts {
  const fold = new StatusFold();
  for (const test of facts.selected.values()) fold.expect(test, test.repeats);
  for (const result of results) fold.add(result, facts.repeats.get(result.testId) ?? 1);
  const tests = fold.tests();
  const notReached = Math.max(0, (facts.outline?.tests ?? 0) - tests.length);
  return { summary: withNotReached(fold.summary(), notReached), groups: fold.groups(), tests, notReached };
}

class StatusFold {
  readonly #all = new Tally();
  readonly #groups = new Map<string, Tally>();
  readonly #tests = new Map<string, OpenTest>();

  expect({ testId, name, domain, loadout, group }: Omit<OpenTest, 'reasons'>, repeats: number): OpenTest {
    const test = { testId, name, domain, loadout, group, reasons: new Map() };
    this.#tests.set(testId, test);
    this.#all.expect(testId, repeats);
    this.#groupOf(test).expect(testId, repeats);
    return test;
  }

  /** `repeats` counts where the test was not expected. */
  add(result: StatusResult, repeats: number): void {
    const { testId, repeat, status, why } = result;
    const test = this.#tests.get(testId) ?? this.expect(result, repeats);
    this.#all.add(result);
    this.#groupOf(test).add(result);
    if (status === 'passed') test.reasons.delete(repeat);
    else test.reasons.set(repeat, { status, why });
  }

  summary(): Summary {
    return this.#all.summary();
  }

  groups(): GroupStatus[] {
    return [...this.#groups].map(([group, tally]) => {
      const summary = tally.summary();
      return { group, state: groupState(summary), passRatePercent: passRate(summary), ...summary };
    });
  }

  tests(): TestStatus[] {
    return [...this.#tests.values()].map(({ reasons, ...test }) => {
      const status = this.#all.statusOf(test.testId);
      const first = [...reasons].sort(([a], [b]) => a - b).find(([, reason]) => reason.status === status);
      const why = first?.[1].why ?? null;
      return { ...test, status, flaky: this.#all.isFlaky(test.testId), why };
    });
  }

  #groupOf({ group, domain }: OpenTest): Tally {
    const name = group ?? domain;
    const tally = this.#groups.get(name) ?? new Tally();
    this.#groups.set(name, tally);
    return tally;
  }
}

/** To a tenth. */
function passRate({ executed, passed }: Summary): number | null {
  return executed === 0 ? null : Math.round((1000 * passed) / executed) / 10;
}
