// A run as a comparison sees it: what each test came to, and the numbers of the attempts that decided. Folded from results one
// by one, so that memory grows with tests × repeats × metrics and not with what the models said. Pure.
import { metricNamed } from '../../domain/metrics.ts';
import type { DriverName } from '../../domain/plan.ts';
import type { Status, TrialResult } from '../../domain/results.ts';
import { Tally } from '../../domain/summary.ts';
import type { Surroundings } from './surroundings.ts';

export interface ComparedRun {
  readonly runId: string;
  /** ISO; null where it is not known. */
  readonly startedAt: string | null;
  readonly surroundings: Surroundings;
  /** By test id, in the order of the selection. */
  readonly tests: ReadonlyMap<string, ComparedTest>;
}

export interface ComparedTest {
  readonly status: Status;
  /** Passed, with a repeat that needed more than one attempt. */
  readonly flaky: boolean;
  /** Where it ran and what was measured; null where nothing was recorded. */
  readonly measured: MeasuredTest | null;
}

export interface MeasuredTest {
  readonly domain: string;
  readonly driver: DriverName;
  readonly loadout: string | null;
  /** By a model that ships with Flightdeck: its numbers say nothing about a real one. */
  readonly builtin: boolean;
  /** By repeat; without those whose last attempt was not measured to its end. */
  readonly repeats: ReadonlyMap<number, MeasuredRepeat>;
}

export interface MeasuredRepeat {
  /** By metric name; finite. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Its result carries a note under `validity`. */
  readonly doubtful: boolean;
}

/** What a comparison needs of a recorded result. */
export interface ComparedResult
  extends Pick<
    TrialResult,
    'testId' | 'domain' | 'driver' | 'loadout' | 'repeat' | 'attempt' | 'status' | 'flaky' | 'metrics' | 'validity'
  > {
  readonly services: Readonly<Record<string, { readonly builtin?: true }>>;
}

export interface SelectedTest {
  readonly testId: string;
  /** How many it needs to be complete. */
  readonly repeats: number;
}

interface OpenTest extends Omit<MeasuredTest, 'repeats'> {
  readonly repeats: Map<number, MeasuredRepeat>;
}

/** Takes the results of one run in the order in which they were recorded: the last attempt decides a repeat. */
export class RunFold {
  readonly #tally = new Tally();
  readonly #tests = new Map<string, OpenTest | null>();

  constructor(selected: Iterable<SelectedTest>) {
    for (const { testId, repeats } of selected) {
      this.#tally.expect(testId, repeats);
      this.#tests.set(testId, null);
    }
  }

  add(result: ComparedResult): void {
    this.#tally.add(result);
    const test = this.#tests.get(result.testId) ?? openTest(result);
    this.#tests.set(result.testId, test);
    if (result.status === 'passed' || result.status === 'failed') test.repeats.set(result.repeat, measured(result));
    else test.repeats.delete(result.repeat);
  }

  tests(): ReadonlyMap<string, ComparedTest> {
    return new Map(
      [...this.#tests].map(([testId, test]) => [
        testId,
        { status: this.#tally.statusOf(testId), flaky: this.#tally.isFlaky(testId), measured: test },
      ]),
    );
  }
}

function openTest({ domain, driver, loadout, services }: ComparedResult): OpenTest {
  const builtin = Object.values(services).some((service) => service.builtin === true);
  return { domain, driver, loadout, builtin, repeats: new Map() };
}

function measured({ driver, metrics, validity }: ComparedResult): MeasuredRepeat {
  const numbers = new Map<string, number>();
  for (const [name, value] of Object.entries(metrics)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (metricNamed(name)?.drivers.includes(driver) === true) numbers.set(name, value);
  }
  return { metrics: numbers, doubtful: validity.length > 0 };
}
