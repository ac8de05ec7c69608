// What `runner run` was asked for on the command line.
import type { RunMode } from '../domain/events.ts';
import type { Filters } from '../domain/schedule.ts';
import type { Durability } from '../system/durability.ts';

export type ReporterName = 'tui' | 'plain' | 'json';

export interface RunOptions {
  readonly domain?: readonly string[];
  readonly group?: readonly string[];
  readonly ids?: readonly string[];
  readonly loadout?: readonly string[];
  readonly tag?: readonly string[];
  readonly priority?: readonly string[];
  readonly repeats?: number;
  readonly retries?: number;
  readonly maxFailures?: number;
  readonly new?: true;
  /** A run, or true for the newest that can go on. */
  readonly continue?: string | true;
  readonly retryFailed?: boolean;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly logsDir: string;
  readonly triggeredBy?: string;
  readonly durability: Durability;
  readonly reporter?: ReporterName;
  readonly report: boolean;
  /** Milliseconds; true = as long as it takes. */
  readonly wait?: number | true;
}

export function filtersOf(options: RunOptions): Filters {
  return {
    domains: options.domain ?? [],
    groups: options.group ?? [],
    ids: options.ids ?? [],
    loadouts: options.loadout ?? [],
    tags: options.tag ?? [],
    priorities: options.priority ?? [],
  };
}

export function modeOf(filters: Filters): RunMode {
  if (filters.ids.length > 0) return 'single';
  if (filters.groups.length > 0) return 'group';
  if (filters.domains.length > 0) return 'suite';
  return Object.values(filters).some((values) => values.length > 0) ? 'filtered' : 'full';
}
