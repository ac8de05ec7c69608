// Everything that happens in a run, as one ordered stream: a subject and the state it reached. These are the serialised
// types of the journal; `journalVersion` grows with every change that an older reader would misread.
import type { InputHashes } from './origins.ts';
import type { DriverName, Priority, ServiceApi } from './plan.ts';
import type { TrialResult } from './results.ts';
import type { GpuProcess } from './samples.ts';
import type { Filters, Overrides } from './schedule.ts';
import type { Summary } from './summary.ts';

export const journalVersion = 1;
/** Of run.json. */
export const runRecordVersion = 1;

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

export type ServiceDetails = Readonly<Record<string, string | number>>;

/** A server of somebody else, or of an earlier time, that was up when ours was to start. */
export interface ExistingServer {
  /** For example `ollama`. */
  readonly program: string;
  readonly pid: number | null;
  readonly port: number | null;
  /** The service manager's unit that owns it; null where it was started by hand. */
  readonly unit: string | null;
}

/** Of all layers of a model that are known so far. */
export interface PullProgress {
  readonly completedBytes: number;
  readonly totalBytes: number;
}

/** Where the time of a loadout went; 0 is a step that did not take place. */
export interface LoadoutTimes {
  readonly setupMs: number;
  readonly warmupMs: number;
  readonly executionMs: number;
  readonly cleanupMs: number;
}

/** Memory in use on one GPU while a loadout was up; absent = not measured. */
export interface LoadoutGpuMemory {
  readonly index: number;
  readonly name: string;
  /** Before its services were started; absent where some were up already. */
  readonly beforeMiB?: number;
  /** After the warm-up. */
  readonly loadedMiB?: number;
  /** The largest sample while its tests ran. */
  readonly peakMiB?: number;
  /** After its services had ended and the memory had settled; absent where some stay up. */
  readonly afterMiB?: number;
}

/** A run as it was asked for. */
export interface RunOutline {
  readonly runId: string;
  readonly dayId: string;
  readonly runnerVersion: string;
  readonly plan: {
    readonly name: string;
    readonly file: string;
    readonly version: string | null;
    readonly tags: readonly string[];
  };
  readonly host: HostSummary;
  readonly triggeredBy: string;
  readonly mode: RunMode;
  readonly filters: Filters;
  /** What the command line said beside the plan. */
  readonly overrides: Overrides;
  /** In the order of execution. */
  readonly domains: readonly DomainOutline[];
  readonly tests: number;
  readonly trials: number;
}

/** One test of a run, before anything of it was executed. */
export interface SelectedTest {
  readonly testId: string;
  readonly scenario: string;
  readonly name: string;
  readonly group: string | null;
  readonly priority: Priority;
  readonly tags: readonly string[];
  /** That must all pass. */
  readonly repeats: number;
}

export type SessionEvent =
  | ({ readonly type: 'run.started' } & RunOutline)
  /** A run that was broken off, or whose failures are tried again, goes on; the outline is that of the whole run. */
  | ({
      readonly type: 'run.continued';
      readonly retryFailed: boolean;
      /** Results that were recorded before. */
      readonly recorded: number;
      /** Files and variables that are not as they were when the run began. */
      readonly changedInputs: InputHashes;
      /** Domains whose own files hold results that the journal lacks. */
      readonly fromFiles: readonly string[];
    } & RunOutline)
  /** Somebody has decided that what is pending will not be executed. */
  | { readonly type: 'run.abandoned' }
  /** The tests of one domain on one loadout; all of them are told before anything is started. */
  | {
      readonly type: 'tests.selected';
      readonly domain: string;
      readonly driver: DriverName;
      readonly loadout: string | null;
      readonly tests: readonly SelectedTest[];
    }
  /** What was recorded before of these tests was measured with other files, variables, engines or models, and counts no more. */
  | { readonly type: 'results.outdated'; readonly tests: readonly string[] }
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
      readonly api: ServiceApi;
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
      /** What else it says of itself and its model, units in the names: `contextLength`, `sizeVramMiB`, `layersOnGpu`. */
      readonly details: ServiceDetails;
    }
  /** It did not become ready; `skipped` where an optional engine is not installed. */
  | { readonly type: 'service.failed'; readonly service: string; readonly skipped: boolean; readonly message: string }
  /** It ended although nobody asked it to. */
  | {
      readonly type: 'service.exited';
      readonly service: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** A clause, for example that memory ran out; null where nothing is known besides the last lines. */
      readonly cause: string | null;
      /** Up to three, oldest first. */
      readonly lastLines: readonly string[];
      /** The last of them, for readers that know no more. */
      readonly lastLine: string | null;
    }
  /** It died or hangs, and is started again; what is left of it is ended first. */
  | {
      readonly type: 'service.restarting';
      readonly service: string;
      /** Counts from 1 within a loadout, up to `of`. */
      readonly attempt: number;
      readonly of: number;
      /** A clause: `it exited with code 7`. */
      readonly why: string;
    }
  | {
      readonly type: 'service.stopped';
      readonly service: string;
      readonly durationMs: number;
      readonly forced: boolean;
    }
  | { readonly type: 'model.loading'; readonly service: string; readonly model: string }
  /** A model that was not there is being fetched; said at the start, then at steps worth a line, not for every packet. */
  | {
      readonly type: 'model.pulling';
      readonly service: string;
      readonly model: string;
      /** In the server's words, for example `pulling manifest`. */
      readonly status: string;
      /** Null before the server has said a size. */
      readonly progress: PullProgress | null;
    }
  /** A server that was running before this run, and that the plan lets us stop. */
  | ({ readonly type: 'existing.stopped'; readonly service: string } & ExistingServer)
  /** It could not be stopped, or came back; ours runs beside it. */
  | ({
      readonly type: 'existing.kept';
      readonly service: string;
      readonly why: string;
      /** What it holds of the GPUs' memory; null where nobody can tell. */
      readonly vramMiB: number | null;
    } & ExistingServer)
  /** Its service manager was asked to start it again, at the end of the run; `error` where that failed. */
  | {
      readonly type: 'existing.restarted';
      readonly program: string;
      readonly unit: string;
      readonly error: string | null;
    }
  /** Services are gone, and the memory of the GPUs is not back where it was before they came. */
  | {
      readonly type: 'memory.kept';
      readonly domain: string;
      readonly loadout: string;
      readonly services: readonly string[];
      readonly waitedMs: number;
      readonly gpus: readonly { readonly index: number; readonly name: string; readonly keptMiB: number }[];
      /** Processes that hold memory of those GPUs now, as far as the driver tells. */
      readonly holders: readonly GpuProcess[];
    }
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
  | {
      readonly type: 'trial.finished';
      readonly result: TrialResult;
      /** Another attempt follows: the plan allows it, or a lost service spoiled this one. */
      readonly again?: true;
    }
  | ({
      readonly type: 'loadout.finished';
      readonly domain: string;
      readonly loadout: string;
      /** Memory of each GPU over the loadout's life; empty where there is none or nothing was measured. */
      readonly gpus: readonly LoadoutGpuMemory[];
    } & LoadoutTimes)
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

/** The events of one type, or of several. */
export type EventOf<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>;
