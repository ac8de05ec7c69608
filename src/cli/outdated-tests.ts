// Where a run is continued: files and variables that the plan names may have changed since, and what was recorded with the old
// ones does not belong to what is measured now.
import type { InputHashes } from '../domain/origins.ts';
import type { Schedule, Stretch } from '../domain/schedule.ts';
import type { RecordedTests } from '../engine/continuation.ts';
import { filesOfScenario, pathsInService, shown } from './named-files.ts';

export interface OutdatedTests {
  /** Paths as they stand in `system_info.yaml`, and `${NAME}`; sorted. */
  readonly inputs: readonly string[];
  readonly testIds: ReadonlySet<string>;
}

export interface Inputs {
  /** When the run began. */
  readonly before: InputHashes;
  readonly now: InputHashes;
  /** As `${NAME}`, by test id. */
  readonly variables: ReadonlyMap<string, ReadonlySet<string>>;
  /** Of the plan. */
  readonly directory: string;
}

/** What differs now from what it was when the run began. */
export function changedInputs({ before, now }: Pick<Inputs, 'before' | 'now'>): InputHashes {
  const changed = Object.keys(before).filter((name) => (now[name] ?? null) !== before[name]);
  return Object.fromEntries(changed.map((name) => [name, now[name] ?? null]));
}

/** Tests with results that were measured with other inputs than those of now. */
export function outdatedTests({ stretches }: Schedule, recorded: RecordedTests, inputs: Inputs): OutdatedTests {
  const changed = new Set<string>();
  const testIds = new Set<string>();
  for (const stretch of stretches) {
    for (const [testId, names] of inputsOfTests(stretch, inputs)) {
      const known = names.filter((name) => inputs.before[name] !== undefined);
      for (const { executed, outdated, origin } of recorded.of(testId).values()) {
        if (!executed || outdated) continue;
        const differing = known.filter(
          (name) => hashAt(name, origin.changedInputs, inputs) !== (inputs.now[name] ?? null),
        );
        for (const name of differing) changed.add(name);
        if (differing.length > 0) testIds.add(testId);
      }
    }
  }
  return { inputs: [...changed].sort(), testIds };
}

/** When a result was measured. */
function hashAt(name: string, changed: InputHashes, { before }: Inputs): string | null {
  return name in changed ? (changed[name] ?? null) : (before[name] ?? null);
}

/** All tests of a loadout depend on the files of its services. */
function inputsOfTests({ services, tests }: Stretch, { variables, directory }: Inputs) {
  const ofServices = [...services.values()].flatMap(pathsInService);
  return tests.map(({ testId, scenario }) => {
    const files = [...ofServices, ...filesOfScenario(scenario)].map((path) => shown(path, directory));
    return [testId, [...files, ...(variables.get(testId) ?? [])]] as const;
  });
}
