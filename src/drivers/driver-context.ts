// What a driver is given besides its task.
import type { Artifacts } from './artifacts.ts';
import type { Connections } from './http/connections.ts';
import type { TaskLimits } from './limits.ts';
import type { TrialMeasurement } from './protocol.ts';

export interface DriverContext {
  readonly connections: Connections;
  readonly limits: TaskLimits;
  readonly artifacts: Artifacts;
  /** Takes the task's secrets out of a text; to be called before anything is cut. */
  readonly redact: (text: string) => string;
}

/** What a driver found; the worker adds when it began and how long it took. */
export type Measured = Omit<TrialMeasurement, 'startedAt' | 'durationMs'>;
