// What the session's effects reach the world through.
import type { TrialRunner } from '../drivers/trial-runner.ts';
import type { Supervisor } from '../services/supervisor.ts';

export interface EffectPorts {
  readonly supervisor: Supervisor;
  readonly trials: TrialRunner;
  readonly telemetry: TelemetryWindow;
  /** Monotonic. */
  readonly now: () => number;
  /** Absolute. */
  readonly runDirectory: string;
  readonly secrets: readonly string[];
}

export interface TelemetryWindow {
  window(fromMs: number, toMs: number): { readonly vramPeakMiB?: number; readonly rssPeakMiB?: number };
}
