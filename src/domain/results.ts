// One finished trial attempt as it is recorded in `{domain}.json` and in the journal; shape and units as in the contract.
import type { DriverName, JsonValue, Priority } from './plan.ts';

export const finalStatuses = ['passed', 'failed', 'skipped', 'timeout', 'error'] as const;
/** What a finished trial can be; `pending` is a test that has not been executed. */
export type FinalStatus = (typeof finalStatuses)[number];
export type Status = FinalStatus | 'pending';

export interface TrialResult {
  readonly testId: string;
  readonly scenario: string;
  readonly name: string;
  readonly description: string | null;
  readonly domain: string;
  readonly driver: DriverName;
  readonly group: string | null;
  readonly loadout: string | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** Counts from 1. */
  readonly repeat: number;
  /** Counts from 1. */
  readonly attempt: number;
  /** Earlier attempts of this repeat count no more: files, variables, an engine or a model have changed since. */
  readonly anew?: true;
  readonly status: FinalStatus;
  /** Passed after a failed attempt of the same repeat. */
  readonly flaky: boolean;
  /** Why it was skipped; only there where `status` is `skipped`. */
  readonly reason?: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** By role. */
  readonly services: Readonly<Record<string, ServiceReference>>;
  /** By metric name (docs/metrics.md); absent = not measured. Numbers, except the notes of the metrics table. */
  readonly metrics: Metrics;
  readonly validity: readonly ValidityNote[];
  /** What each GPU did during the trial; absent where none was sampled. */
  readonly gpus?: readonly TrialGpu[];
  readonly checks: readonly CheckResult[];
  readonly steps: readonly StepResult[];
  readonly actual: ActualOutput | null;
  readonly error: string | null;
}

export type Metrics = Readonly<Record<string, number | string>>;

export interface ServiceReference {
  readonly service: string;
  readonly model: string | null;
  /** Ships with Flightdeck, so its numbers say nothing about a real model. */
  readonly builtin?: true;
  /** The part of the service's log that was written during the trial, in bytes. */
  readonly log?: { readonly file: string; readonly from: number; readonly to: number };
}

/** Over the samples that were taken during one trial; absent = not measured. */
export interface TrialGpu {
  readonly index: number;
  readonly name: string;
  readonly samples: number;
  /** With two samples or more. */
  readonly vramPeakMiB?: number;
  readonly utilizationMeanPercent?: number;
  readonly temperatureMaxC?: number;
  readonly powerMeanW?: number;
  readonly energyJ?: number;
}

export interface ValidityNote {
  readonly reason: string;
  readonly detail: string;
}

export interface CheckResult {
  /** The check's kind, with its target where that is not the default: `matches`, `contains stderr`, `metric ttftMs`. */
  readonly name: string;
  readonly passed: boolean;
  readonly expected?: JsonValue;
  /** What was seen, cut at 500 characters. */
  readonly actual?: JsonValue;
  readonly message?: string;
}

/** One turn of a conversation, one command of a suite, or one stage of a chain of models. */
export interface StepResult {
  readonly name: string;
  readonly status: FinalStatus;
  readonly durationMs: number;
  readonly exitCode?: number;
  readonly signal?: string;
  readonly metrics: Metrics;
  readonly checks: readonly CheckResult[];
  readonly actual: ActualOutput | null;
  readonly error: string | null;
}

export interface ActualOutput {
  /** Cut at 2,000 characters. */
  readonly content: string;
  /** The whole output, relative to the run folder; null where `content` is the whole. */
  readonly path: string | null;
  readonly stderr?: string;
  /** Absent where `stderr` is the whole. */
  readonly stderrPath?: string;
  readonly reasoning?: string;
  /** Absent where `reasoning` is the whole. */
  readonly reasoningPath?: string;
  /** What was spoken, relative to the run folder. */
  readonly audioPath?: string;
  /** What was heard, where that is not the answer itself. */
  readonly transcript?: string;
  /** Absent where `transcript` is the whole. */
  readonly transcriptPath?: string;
}

/** A result needs no attention when it passed or was skipped. */
export function isBad(status: Status): boolean {
  return status === 'failed' || status === 'timeout' || status === 'error';
}

const severity: Readonly<Record<Status, number>> = {
  passed: 0,
  skipped: 1,
  pending: 2,
  failed: 3,
  timeout: 4,
  error: 5,
};

/** The status of several repeats together: the worst one. */
export function worse<S extends Status>(a: S, b: S): S {
  return severity[a] >= severity[b] ? a : b;
}
