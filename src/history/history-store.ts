// What is known of runs over time, and how it is asked for. The index beside the run folders answers today; whoever
// keeps the same facts elsewhere can answer as well, so all answers are promised.
import type { RunOutcome, RunStatus } from '../domain/events.ts';
import type { Status } from '../domain/results.ts';
import type { Summary } from '../domain/summary.ts';

export interface HistoryStore {
  /** Every run, also one under way, oldest first. */
  runs(): Promise<readonly RunEntry[]>;
  /** In alphabetical order. */
  testIds(): Promise<readonly string[]>;
  /** One test, or a scenario on each of its loadouts; empty where no run knows it. */
  tests(reference: string): Promise<readonly TestHistory[]>;
  /** The groups of a run in the order of its tests; empty where there is no such run. */
  groups(runId: string): Promise<readonly GroupEntry[]>;
  /** Of each finished run, newest first. */
  records(wanted: RecordFilter): Promise<readonly HistoryRecord[]>;
  /** Tests that failed in the runs of some time, the one that failed last first. */
  failures(wanted: FailureFilter): Promise<readonly FailedTest[]>;
  /** Tests of a run that failed, and that no later run has passed. */
  unresolved(runId: string): Promise<readonly string[]>;
  close(): void;
}

export interface RunEntry {
  /** The folder's name. */
  readonly runId: string;
  /** `run-YYYY-MM-DD-NNN`. */
  readonly dayId: string;
  readonly plan: string;
  /** As the plan says it. */
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly mode: string;
  readonly triggeredBy: string;
  readonly status: RunStatus;
  /** Null until it has finished. */
  readonly outcome: RunOutcome | null;
  /** ISO. */
  readonly startedAt: string;
  /** ISO, of the last thing that it recorded. */
  readonly updatedAt: string;
  readonly durationMs: number;
  readonly summary: Summary;
  /** Tests that had passed when they were last executed, and now do not. */
  readonly regressions: number;
  /** The other way round. */
  readonly fixes: number;
  /** Its folder is gone, and these figures are what was kept. */
  readonly pruned: boolean;
}

/** One test in one run. */
export interface TestRun {
  readonly runId: string;
  readonly plan: string;
  readonly version: string | null;
  /** ISO, of the run. */
  readonly startedAt: string;
  readonly status: Status;
  /** It passed, but not at the first attempt. */
  readonly flaky: boolean;
  /** Mean over the attempts that were executed; null where there was none. */
  readonly durationMs: number | null;
  /** Recorded ones, of all repeats. */
  readonly attempts: number;
  /** Why it did not pass, or was skipped; up to 200 characters. */
  readonly reason: string | null;
}

export interface TestHistory {
  readonly testId: string;
  readonly scenario: string;
  readonly domain: string;
  readonly loadout: string | null;
  /** This and what follows as the newest run has it. */
  readonly name: string;
  readonly group: string | null;
  readonly description: string | null;
  /** Oldest first. */
  readonly runs: readonly TestRun[];
}

export interface GroupEntry {
  /** The domain's name for tests without one. */
  readonly group: string;
  readonly summary: Summary;
}

/** The record of test-run-history-store.md; names and units are its own. */
export interface HistoryRecord {
  readonly run_id: string;
  /** The plan, or the loadout, under test. */
  readonly agent_name: string;
  /** Of the plan; null where it says none. */
  readonly version: string | null;
  /** ISO; when the run began. */
  readonly timestamp: string;
  /** Test ids; they add up. `failed` are all that were executed and did not pass. */
  readonly result_summary: {
    readonly total: number;
    readonly passed: number;
    readonly failed: number;
    readonly skipped: number;
    readonly pending: number;
  };
  readonly failures: readonly RecordedFailure[];
  /** Seconds. */
  readonly duration: number;
  readonly triggered_by: string;
  readonly tags: readonly string[];
}

export interface RecordedFailure {
  /** The place of the test in its run, from 1. */
  readonly index: number;
  /** `TEST-ID: why`. */
  readonly description: string;
}

/** What the records are about. */
export type RecordSubject = 'plan' | 'loadout';
export type RecordResult = 'passed' | 'failed' | 'partial';

/** Absent = all. */
export interface RecordFilter {
  readonly by: RecordSubject;
  readonly name?: string;
  readonly versions?: readonly string[];
  /** ISO; the run began at that time or later. */
  readonly since?: string;
  /** ISO; the run began before that time. */
  readonly until?: string;
  readonly result?: RecordResult;
  readonly limit?: number;
}

/** Absent = all; times as in records. */
export interface FailureFilter {
  readonly since?: string;
  readonly until?: string;
  readonly plan?: string;
  readonly loadout?: string;
  /** Of the plan. */
  readonly versions?: readonly string[];
  readonly limit?: number;
}

export interface FailedTest {
  readonly testId: string;
  /** Runs of that time in which it failed. */
  readonly failures: number;
  /** The last of them. */
  readonly last: TestRun;
  /** A later run of the same plan has passed it. */
  readonly passedSince: boolean;
}
