// What a session that goes on with a run must know of its earlier parts.
import type { InputHashes, ServiceVersions } from '../domain/origins.ts';
import type { JsonObject } from '../domain/plan.ts';
import type { TrialResult } from '../domain/results.ts';
import type { Schedule } from '../domain/schedule.ts';
import type { RunFolder } from './run-folder.ts';

export interface Continuation {
  readonly place: RunFolder;
  /** Everything that the run selected, done or not. */
  readonly whole: Schedule;
  readonly recorded: EarlierParts;
  /** `system_info.yaml` as it stands. */
  readonly system: JsonObject;
  /** What the services said of themselves, by their ids. */
  readonly services: ServiceVersions;
  /** Those that differ from what they were when the run began. */
  readonly changedInputs: InputHashes;
  /** Test ids whose results count no more. */
  readonly outdated: ReadonlySet<string>;
  readonly retryFailed: boolean;
  readonly strict: boolean;
}

export interface EarlierParts {
  /** ISO. */
  readonly startedAt: string;
  readonly lastSeq: number;
  /** The time between two parts does not count. */
  readonly elapsedMs: number;
  /** Those that count. */
  readonly results: readonly TrialResult[];
  /** The JSON texts of the results, by domain. */
  readonly items: ReadonlyMap<string, readonly string[]>;
  /** Domains whose own files hold results that the journal lacks. */
  readonly fromFiles: readonly string[];
}

/** Test ids with the repeats that must all pass. */
export function selectedTests({ stretches }: Schedule): readonly (readonly [testId: string, repeats: number])[] {
  return stretches.flatMap(({ tests }) => tests.map(({ testId, scenario }) => [testId, scenario.repeats] as const));
}
