// One run as it was asked for: plan checked, schedule chosen, variables resolved.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { RunMode } from '../domain/events.ts';
import type { Plan } from '../domain/plan.ts';
import type { Filters, Overrides, Schedule } from '../domain/schedule.ts';
import type { Continuation } from '../engine/continued-run.ts';
import type { Durability } from '../system/durability.ts';
import type { ReporterName, RunOptions } from './run-options.ts';
import { canDrawScreens, isCi } from './terminal.ts';

export interface RunRequest {
  readonly plan: Plan;
  readonly schedule: Schedule;
  readonly secrets: readonly string[];
  /** The version under test. */
  readonly version: string | null;
  readonly filters: Filters;
  readonly overrides: Overrides;
  readonly mode: RunMode;
  /** Null = never stop early. */
  readonly maxFailures: number | null;
  /** Absolute. */
  readonly logsDirectory: string;
  readonly triggeredBy: string;
  readonly durability: Durability;
  readonly reporter: ReporterName;
  readonly report: boolean;
  /** How long to wait for engines that another run uses; 0 = not at all. */
  readonly waitMs: number;
  /** Null for a new run; `schedule` is what is left of it then. */
  readonly continuation: Continuation | null;
}

/** What the command line says of how a run is executed, whatever is executed. */
export function baseRequest(options: RunOptions) {
  return {
    maxFailures: options.maxFailures ?? null,
    logsDirectory: resolve(options.logsDir),
    triggeredBy: options.triggeredBy ?? whoAsks(process.env),
    durability: options.durability,
    reporter: options.reporter ?? (canDrawScreens(process.stdout, process.env) ? 'tui' : 'plain'),
    report: options.report,
    waitMs: options.wait === true ? Number.POSITIVE_INFINITY : (options.wait ?? 0),
  } satisfies Partial<RunRequest>;
}

function whoAsks(env: NodeJS.ProcessEnv): string {
  if (isCi(env)) return 'ci';
  try {
    return userInfo().username;
  } catch {
    return 'unknown'; // a user id without a name, as in some containers
  }
}
