// Everything that happens in a run, as one ordered stream: a subject and the state it reached. These are the serialised
// types of the journal; `journalVersion` grows with every change that an older reader would misread.
import type { ApiName, DriverName } from './plan.ts';
import type { TrialResult } from './results.ts';
import type { Filters } from './schedule.ts';
import type { Summary } from './summary.ts';

export const journalVersion = 1;

/** One line of the journal. */
export interface RecordedEvent {
  readonly v: number;
  /** Counts from 1 without gaps. */
  readonly seq: number;
  /** ISO, wall clock. */
  readonly at: string;
  /** Monotonic, since the run began. */
  readonly elapsedMs: number;
  readonly event: SessionEvent;
}

/** What the filters leave: everything, named domains, named groups, named tests, or a selection by other criteria. */
export type RunMode = 'full' | 'suite' | 'group' | 'single' | 'filtered';
export type RunStatus = 'in_progress' | 'completed' | 'abandoned';
export type RunOutcome = 'passed' | 'failed' | 'partial';

export interface HostSummary {
  readonly os: string;
  readonly cpu: string;
  readonly cpuCount: number;
  readonly memoryMiB: number;
  readonly gpus: readonly GpuSummary[];
}

export interface GpuSummary {
  readonly name: string;
  readonly vramMiB: number | null;
  readonly driver: string | null;
}

export interface DomainOutline {
  readonly name: string;
  readonly driver: DriverName;
  readonly loadouts: readonly string[];
  readonly tests: number;
  readonly trials: number;
}

/** Why a run ends before its schedule does. */
export type StopReason =
  | { readonly kind: 'signal'; readonly signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP' }
  | { readonly kind: 'max-failures'; readonly failures: number }
  /** The run itself could not go on. */
  | { readonly kind: 'fatal'; readonly message: string };

export type NoticeLevel = 'info' | 'warning' | 'error';

export type SessionEvent =
  | {
      readonly type: 'run.started';
      readonly runId: string;
      readonly dayId: string;
      readonly runnerVersion: string;
      readonly plan: { readonly name: string; readonly file: string; readonly version: string | null };
      readonly host: HostSummary;
      readonly triggeredBy: string;
      readonly mode: RunMode;
      readonly filters: Filters;
      /** In the order of execution. */
      readonly domains: readonly DomainOutline[];
      readonly tests: number;
      readonly trials: number;
    }
  | {
      readonly type: 'domain.started';
      readonly domain: string;
      readonly driver: DriverName;
      readonly tests: number;
      readonly trials: number;
    }
  | {
      readonly type: 'loadout.started';
      readonly domain: string;
      readonly loadout: string;
      readonly services: readonly string[];
    }
  | {
      readonly type: 'service.starting';
      /** `service/model`. */
      readonly service: string;
      readonly adapter: string;
      readonly model: string | null;
      readonly api: ApiName;
      readonly domain: string;
      readonly builtin: boolean;
      /** Null where it is not known, for example behind an external URL without one. */
      readonly port: number | null;
      readonly url: string;
      /** Relative to the run folder; null for a service that we did not spawn. */
      readonly log: string | null;
      readonly pid: number | null;
    }
  | {
      readonly type: 'service.ready';
      readonly service: string;
      /** Until it could be used, its model loaded where that belongs to the start. */
      readonly startupMs: number;
      readonly version: string | null;
      readonly modelDigest: string | null;
      readonly binary: string | null;
    }
  /** It did not become ready; `skipped` where an optional engine is not installed. */
  | { readonly type: 'service.failed'; readonly service: string; readonly skipped: boolean; readonly message: string }
  /** It ended although nobody asked it to. */
  | {
      readonly type: 'service.exited';
      readonly service: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly lastLine: string | null;
    }
  | {
      readonly type: 'service.stopped';
      readonly service: string;
      readonly durationMs: number;
      readonly forced: boolean;
    }
  | { readonly type: 'model.loading'; readonly service: string; readonly model: string }
  | { readonly type: 'warmup.started'; readonly domain: string; readonly loadout: string }
  | {
      readonly type: 'warmup.finished';
      readonly domain: string;
      readonly loadout: string;
      readonly durationMs: number;
      readonly error: string | null;
    }
  | {
      readonly type: 'trial.started';
      readonly testId: string;
      readonly name: string;
      readonly domain: string;
      readonly loadout: string | null;
      readonly repeat: number;
      readonly repeats: number;
      readonly attempt: number;
    }
  | { readonly type: 'trial.finished'; readonly result: TrialResult }
  | {
      readonly type: 'loadout.finished';
      readonly domain: string;
      readonly loadout: string;
      readonly setupMs: number;
      readonly warmupMs: number;
      readonly executionMs: number;
      readonly cleanupMs: number;
    }
  | { readonly type: 'domain.finished'; readonly domain: string; readonly durationMs: number }
  | { readonly type: 'notice.raised'; readonly level: NoticeLevel; readonly message: string }
  | { readonly type: 'run.stopping'; readonly reason: StopReason }
  | {
      readonly type: 'run.finished';
      readonly status: RunStatus;
      readonly outcome: RunOutcome;
      readonly summary: Summary;
      readonly durationMs: number;
      readonly exitCode: number;
      readonly reason: StopReason | null;
    }
  | { readonly type: 'report.started' }
  /** `path` is relative to the run folder. */
  | { readonly type: 'report.finished'; readonly path: string; readonly durationMs: number }
  | { readonly type: 'report.failed'; readonly message: string };

/** One measurement of the machine; a line of `telemetry.jsonl`, never of the journal. Absent = not measured. */
export interface TelemetrySample {
  readonly at: string;
  readonly elapsedMs: number;
  readonly host: { readonly cpuPercent?: number; readonly memoryUsedMiB?: number; readonly memoryTotalMiB?: number };
  readonly gpus: readonly GpuSample[];
  readonly services: readonly ServiceSample[];
}

export interface GpuSample {
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly vramTotalMiB?: number;
  readonly vramUsedMiB?: number;
  readonly utilizationPercent?: number;
  readonly temperatureC?: number;
  readonly powerW?: number;
}

/** Sums over a service's whole process tree. */
export interface ServiceSample {
  readonly service: string;
  readonly processes: number;
  readonly cpuPercent?: number;
  readonly rssMiB?: number;
}
