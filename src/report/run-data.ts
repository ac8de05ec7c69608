// A recorded run as the report sees it: facts, counts and, per domain, the results one at a time. What is null was not recorded.
import type { BuiltinShare } from '../domain/builtin.ts';
import type {
  HostSummary,
  LoadoutGpuMemory,
  LoadoutTimes,
  NoticeLevel,
  RunOutcome,
  RunStatus,
  ServiceDetails,
  StopReason,
} from '../domain/events.ts';
import type { DriverName, JsonObject } from '../domain/plan.ts';
import type { TrialResult } from '../domain/results.ts';
import type { Filters } from '../domain/schedule.ts';
import type { Summary, Verdict } from '../domain/summary.ts';

export interface RunData {
  /** Absolute. */
  readonly directory: string;
  /** The folder's name. */
  readonly runId: string;
  /** `run-YYYY-MM-DD-NNN`. */
  readonly dayId: string | null;
  readonly status: RunStatus;
  /** Null for a run that has not finished. */
  readonly outcome: RunOutcome | null;
  readonly exitCode: number | null;
  readonly stoppedBy: StopReason | null;
  /** ISO. */
  readonly startedAt: string | null;
  /** Up to the last thing that was recorded where the run did not finish. */
  readonly durationMs: number | null;
  readonly runnerVersion: string | null;
  readonly triggeredBy: string | null;
  readonly mode: string | null;
  readonly filters: Filters | null;
  readonly plan: { readonly name: string; readonly file: string; readonly version: string | null } | null;
  /** The plan as it was written, `${…}` unresolved. */
  readonly planText: string | null;
  readonly host: HostSummary | null;
  readonly git: { readonly commit: string | null; readonly branch: string | null; readonly dirty: boolean } | null;
  /** system_info.yaml, without the plan's text. */
  readonly system: JsonObject | null;
  /** Counted from the recorded results. */
  readonly summary: Summary;
  /** Finished trial attempts. */
  readonly trials: number;
  /** In the order of the plan. */
  readonly domains: readonly DomainData[];
  /** One for each start of a service, oldest first; from system_info.yaml where the journal does not tell. */
  readonly services: readonly ServiceData[];
  /** What the run said about itself, oldest first. */
  readonly notices: readonly Notice[];
  /** What is missing or damaged in the folder. */
  readonly warnings: readonly string[];
}

export interface ServiceData {
  /** `service/model`. */
  readonly service: string;
  readonly adapter: string | null;
  readonly model: string | null;
  readonly builtin: boolean;
  /** The one that started it. */
  readonly domain: string | null;
  readonly url: string | null;
  /** ISO. */
  readonly startedAt: string | null;
  readonly state: 'starting' | 'ready' | 'failed' | 'not installed' | 'exited' | 'hung';
  /** Where it was started again because the one before it had died or hung. */
  readonly restart: ServiceRestart | null;
  readonly startupMs: number | null;
  readonly version: string | null;
  readonly modelDigest: string | null;
  readonly binary: string | null;
  readonly details: ServiceDetails;
  /** Relative to the run folder. */
  readonly log: string | null;
  /** Why it failed, or how it ended although nobody had asked it to. */
  readonly problem: string | null;
}

export interface ServiceRestart {
  /** Counts from 1 within a loadout, up to `of`. */
  readonly attempt: number;
  readonly of: number;
  readonly why: string;
}

export interface Notice {
  readonly level: NoticeLevel;
  readonly message: string;
}

export interface DomainData {
  readonly name: string;
  readonly source: 'file' | 'journal';
  readonly trials: number;
  /** Planned tests of which nothing was recorded. */
  readonly notReached: number;
  readonly loadouts: readonly LoadoutData[];
  /** What its results hold at all; decides which columns are worth showing. */
  readonly contents: Contents;
  /** Null where nothing was recorded. */
  readonly driver: DriverName | null;
  /** Stages of chains of models, over all trials. */
  readonly stages: number;
  readonly validity: readonly ValidityCount[];
  readonly skips: readonly SkipCount[];
  /** Attempts that failed, timed out or broke. */
  readonly bad: number;
  /** Whether an attempt is the last one of its repeat, whose status counts. */
  readonly decides: (result: Verdict) => boolean;
  /** Each call reads them again from the disk, oldest first. */
  results(): AsyncIterable<TrialResult>;
}

export interface LoadoutData {
  /** Null where a command suite needs no service. */
  readonly loadout: string | null;
  readonly builtin: BuiltinShare | null;
  readonly summary: Summary;
  /** By metric name: the samples of trials that were measured (passed or failed), warm-up never among them. */
  readonly metrics: ReadonlyMap<string, MetricStatistics>;
  readonly times: LoadoutTimes | null;
  /** Over the life of the loadout; empty where nothing was measured. */
  readonly gpus: readonly LoadoutGpuMemory[];
  /** Memory that was not given back, by the index of the GPU. */
  readonly keptMiB: ReadonlyMap<number, number>;
  readonly corpus: Corpus;
  /** Of the attempts in which it was measured. */
  readonly energy: { readonly joules: number; readonly attempts: number } | null;
  /** Executed attempts. */
  readonly attempts: number;
  /** Those with doubtful numbers. */
  readonly doubtful: number;
}

/** Σ errors / Σ words, or characters, of the references; null without one. */
export interface Corpus {
  readonly wer: number | null;
  readonly cer: number | null;
}

/** What the run recorded of a loadout, its trials aside. */
export interface LoadoutRecord {
  readonly times: LoadoutTimes | null;
  readonly gpus: readonly LoadoutGpuMemory[];
  /** By the index of the GPU. */
  readonly keptMiB: ReadonlyMap<number, number>;
}

export interface MetricStatistics {
  readonly count: number;
  /** Samples of trials with a validity note. */
  readonly doubtful: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Contents {
  /** Names of the metrics that occur, numbers and words alike. */
  readonly metrics: ReadonlySet<string>;
  readonly groups: boolean;
  readonly loadouts: boolean;
  readonly tags: boolean;
  readonly steps: boolean;
  readonly validity: boolean;
  readonly serviceLogs: boolean;
  /** Files of what was spoken. */
  readonly audio: boolean;
  readonly transcripts: boolean;
  readonly services: boolean;
  /** By the index of the GPU: which of its figures occur. */
  readonly gpus: ReadonlyMap<number, ReadonlySet<GpuFigure>>;
}

export const gpuFigures = ['vramPeakMiB', 'utilizationMeanPercent', 'temperatureMaxC', 'energyJ'] as const;
export type GpuFigure = (typeof gpuFigures)[number];

export interface ValidityCount {
  readonly reason: string;
  readonly trials: number;
  /** Of the first one. */
  readonly detail: string;
}

export interface SkipCount {
  readonly reason: string;
  readonly trials: number;
}
