// What a live view knows of a run: plain data, bounded, the same whether it was gathered live or from the journal.
import type { BuiltinShare } from '../../domain/builtin.ts';
import type { HostSummary, RecordedEvent, RunOutcome, StopReason } from '../../domain/events.ts';
import type { FinalStatus, Status, TrialResult } from '../../domain/results.ts';
import type { GpuProcess, GpuSample, TelemetrySample } from '../../domain/samples.ts';
import type { Stage } from '../../domain/stages.ts';
import type { Level } from '../text/sentence.ts';
import type { Figure } from '../text/trial-figures.ts';

export type DashboardInput =
  | { readonly kind: 'event'; readonly recorded: RecordedEvent }
  /** Of earlier parts of the run; `again`: what is executed now. */
  | { readonly kind: 'recalled'; readonly results: readonly TrialResult[]; readonly again: RepeatsByTest }
  | { readonly kind: 'sample'; readonly sample: TelemetrySample };

/** Numbers of repeats by test ids. */
export type RepeatsByTest = ReadonlyMap<string, ReadonlySet<number>>;

export interface DashboardState {
  readonly phase: 'waiting' | 'running' | 'stopping' | 'finished';
  /** Null before the run has started. */
  readonly run: RunHeader | null;
  readonly elapsedMs: number;
  /** At `elapsedMs`; null until a test has been executed, and once nothing more will be. */
  readonly remainingMs: number | null;
  readonly total: Progress;
  /** In the order of execution. */
  readonly domains: readonly DomainProgress[];
  /** Name of the open domain, or of the last one. */
  readonly domain: string | null;
  readonly loadout: string | null;
  readonly action: Action;
  readonly services: readonly ServiceView[];
  readonly machine: Machine;
  /** Oldest first. */
  readonly recent: readonly RecentResult[];
  /** Oldest first. */
  readonly log: readonly LogLine[];
  /** Of the last chain of models; only while their domain is open. */
  readonly waterfall: Waterfall | null;
  readonly pace: Pace;
  /** The test whose attempt began last, and how many repeats it wants. */
  readonly announced: { readonly testId: string; readonly repeats: number } | null;
  /** What repeats came to in earlier parts of the run that are not to be executed again, by test id. */
  readonly standing: ReadonlyMap<string, Standing>;
  /** The test whose repeats are being counted. */
  readonly open: OpenTest | null;
  readonly stopReason: StopReason | null;
  readonly outcome: RunOutcome | null;
  /** Relative to the run folder. */
  readonly report: string | null;
}

export interface RunHeader {
  readonly runId: string;
  readonly plan: string;
  readonly version: string | null;
  readonly host: HostSummary;
}

/** Counts of test ids; `done` are those that can only still change by a retry. */
export interface Progress {
  readonly tests: number;
  readonly done: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly flaky: number;
}

export interface DomainProgress {
  readonly name: string;
  readonly loadouts: number;
  readonly loadoutsStarted: number;
  readonly progress: Progress;
  /** Sum of the executed trials' durations. */
  readonly executionMs: number;
  readonly executedTests: number;
}

export interface Action {
  readonly kind: 'waiting' | 'service' | 'pull' | 'warmup' | 'trial' | 'stopping' | 'report' | 'finished';
  readonly text: string;
  readonly sinceMs: number;
}

export interface ServiceView {
  /** `service/model`. */
  readonly service: string;
  readonly state: 'starting' | 'pulling' | 'loading' | 'ready' | 'failed' | 'skipped' | 'exited' | 'restarting';
  readonly adapter: string | null;
  readonly port: number | null;
  readonly url: string | null;
  readonly builtin: boolean;
  /** Not spawned by us. */
  readonly external: boolean;
  /** Belongs to the open loadout; others are kept for a later one. */
  readonly inUse: boolean;
  /** 0 to 1 of a model that is being fetched; null before a size is known. */
  readonly pulled: number | null;
  readonly rssMiB: number | null;
  /** On all GPUs, as the driver tells. */
  readonly vramMiB: number | null;
}

/** The last sample; absent = not measured. */
export interface Machine {
  readonly cpuPercent: number | null;
  readonly memoryUsedMiB: number | null;
  readonly memoryTotalMiB: number | null;
  readonly gpus: readonly GpuSample[];
  /** Processes on the GPUs that are none of this run's; the largest first. */
  readonly foreign: readonly GpuProcess[];
}

/** The stages of a chain of models on one time axis, in milliseconds since the chain was asked. */
export interface Waterfall {
  readonly testId: string;
  readonly voiceToVoiceMs: number | null;
  readonly endMs: number;
  readonly stages: readonly Stage[];
}

export interface RecentResult {
  /** Number of the event that brought it. */
  readonly seq: number;
  readonly testId: string;
  readonly name: string;
  readonly repeat: number;
  readonly status: FinalStatus;
  readonly flaky: boolean;
  readonly durationMs: number;
  /** What its driver's trials are told by; only what was measured. */
  readonly figures: readonly Figure[];
  /** Its numbers are doubtful. */
  readonly doubtful: boolean;
  readonly builtin: BuiltinShare | null;
  /** Why it did not pass. */
  readonly reason: string | null;
}

export interface LogLine {
  /** Number of the event that it tells of. */
  readonly seq: number;
  readonly time: string;
  readonly level: Level;
  readonly message: string;
  /** Where it tells of a finished trial. */
  readonly result: FinalStatus | 'flaky' | null;
}

/** What the estimate of the remaining time rests on. */
export interface Pace {
  /** When the open loadout was started; null once its first trial began. */
  readonly loadoutStartedMs: number | null;
  /** Time from a loadout's start to its first trial, summed over the loadouts that got there. */
  readonly setupMs: number;
  readonly setups: number;
}

export interface Standing {
  /** How many. */
  readonly repeats: number;
  /** The worst one. */
  readonly status: FinalStatus;
  readonly flaky: boolean;
  /** They are all of them. */
  readonly done: boolean;
}

export interface OpenTest {
  readonly testId: string;
  readonly domain: string;
  readonly repeats: number;
  readonly repeat: number;
  /** How many of the repeats have a result, this one included. */
  readonly counted: number;
  /** Of the other repeats that have a result. */
  readonly before: { readonly status: Status | null; readonly flaky: boolean };
  readonly status: FinalStatus;
  readonly flaky: boolean;
  /** How much of it is done, 0 to 1. */
  readonly done: number;
}

const nothingDone: Progress = { tests: 0, done: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };

export function emptyProgress(tests: number): Progress {
  return { ...nothingDone, tests };
}

export function initialDashboard(): DashboardState {
  return {
    phase: 'waiting',
    run: null,
    elapsedMs: 0,
    remainingMs: null,
    total: nothingDone,
    domains: [],
    domain: null,
    loadout: null,
    action: { kind: 'waiting', text: 'Preparing the run', sinceMs: 0 },
    services: [],
    machine: { cpuPercent: null, memoryUsedMiB: null, memoryTotalMiB: null, gpus: [], foreign: [] },
    recent: [],
    log: [],
    waterfall: null,
    pace: { loadoutStartedMs: null, setupMs: 0, setups: 0 },
    announced: null,
    standing: new Map(),
    open: null,
    stopReason: null,
    outcome: null,
    report: null,
  };
}
