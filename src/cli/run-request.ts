// One run as it was asked for: plan checked, schedule chosen, variables resolved.
import type { RunMode } from '../domain/events.ts';
import type { Plan } from '../domain/plan.ts';
import type { Filters, Overrides, Schedule } from '../domain/schedule.ts';
import type { Durability } from '../system/durability.ts';
import type { ReporterName } from './run-options.ts';

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
}
