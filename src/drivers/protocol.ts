// What passes between the session and the trial worker: one task in, one measurement out. Plain data, cloned between threads.
import type { JsonObject, Scenario, ServiceApi } from '../domain/plan.ts';
import type { ActualOutput, CheckResult, FinalStatus, Metrics, StepResult, ValidityNote } from '../domain/results.ts';

/** A running service as a driver sees it. */
export interface ServiceTarget {
  readonly role: string;
  readonly service: string;
  readonly model: string | null;
  /** Base URL without a trailing slash and without `/v1`, for example `http://127.0.0.1:8000`. */
  readonly url: string;
  readonly api: ServiceApi;
  readonly apiKey: string | null;
  /** What the service itself wants sent, under the options of the loadout; those of the scenario win. */
  readonly options: JsonObject;
}

export interface TrialTask {
  readonly kind: 'trial' | 'warmup';
  readonly scenario: Scenario;
  readonly targets: readonly ServiceTarget[];
  readonly timeoutMs: number;
  /** Absolute. */
  readonly runDirectory: string;
  /** Start of the names of files under `artifacts/`, for example `LLM-001_tiny-markov_1_1`; unique in the run. */
  readonly artifactName: string;
  /** Tags every process that a step starts, so that it is found whatever becomes of its parents. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaced by `[redacted]` in every text that leaves the worker, before anything is cut, and in artifacts. */
  readonly secrets: readonly string[];
}

export interface TrialMeasurement {
  /** `passed` here still means: the checks that ran here said yes, and at least one ran. */
  readonly status: Exclude<FinalStatus, 'skipped'>;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly metrics: Metrics;
  readonly checks: readonly CheckResult[];
  readonly steps: readonly StepResult[];
  readonly actual: ActualOutput | null;
  readonly validity: readonly ValidityNote[];
  readonly error: string | null;
  /**
   * Where time ran out: how long nothing had come from each service that had been asked and had not finished, by its id.
   * Absent where none was asked, or the worker itself was busy.
   */
  readonly silentMs?: Readonly<Record<string, number>>;
}

export type ToWorker =
  | { readonly type: 'run'; readonly task: TrialTask }
  /** Ends the task under way; `reason` becomes the measurement's error. */
  | { readonly type: 'abort'; readonly reason: string }
  /** A service was replaced or stopped: connections to it are closed. */
  | { readonly type: 'forget'; readonly url: string };

export type FromWorker = { readonly type: 'measured'; readonly measurement: TrialMeasurement };
