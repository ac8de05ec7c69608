// What each of the three reporters is to the run.
import type { TrialResult } from '../domain/results.ts';
import type { TelemetrySample } from '../domain/samples.ts';
import type { Observer } from '../engine/recorder.ts';
import type { RepeatsByTest } from '../projections/dashboard/state.ts';
import type { Signals } from './signals.ts';

export interface Reporter extends Observer {
  /** What earlier parts of a run that is continued recorded: it counts, and is not told again. `again`: what is executed now. */
  recall(results: readonly TrialResult[], again: RepeatsByTest): void;
  onSample(sample: TelemetrySample): void;
  /** After the last event: leaves the summary behind. */
  finish(): Promise<void>;
  /** Gives the terminal back before it returns, until `resume`. */
  suspend(): void;
  resume(): void;
  /** Gives the terminal back at once and synchronously; does nothing after `finish`. */
  abandon(): void;
}

export interface ReporterContext {
  /** The run folder as a person can paste it. */
  readonly shownFolder: string;
  readonly onCommand: Signals['command'];
  /** Is told when the terminal is drawn on: somebody else must give it back if this process cannot. */
  readonly keeper: TerminalKeeper;
}

export interface TerminalKeeper {
  /** `mode` is the line mode that it had before. */
  taken(mode: string): void;
  returned(): void;
}
