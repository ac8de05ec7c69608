// What a driver is given besides its task.
import type { Artifacts } from './artifacts.ts';
import type { Connections } from './http/connections.ts';
import type { TaskLimits } from './limits.ts';
import type { TrialMeasurement } from './protocol.ts';
import type { SpawnGate } from './spawn-gate.ts';

export interface DriverContext {
  readonly connections: Connections;
  readonly limits: TaskLimits;
  readonly artifacts: Artifacts;
  /** Whatever starts a process passes it. */
  readonly gate: SpawnGate;
  /** Takes the task's secrets out of a text; to be called before anything is cut. */
  readonly redact: (text: string) => string;
}

/** What a driver found; the worker adds when it began, how long it took, and who was silent at its end. */
export type Measured = Omit<TrialMeasurement, 'startedAt' | 'durationMs' | 'silentMs'>;
