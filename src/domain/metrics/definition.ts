// What the public table of metrics says of each one.
import type { DriverName } from '../plan.ts';

export interface MetricDefinition {
  readonly name: string;
  readonly label: string;
  readonly unit:
    | 'ms'
    | 's'
    | 'tokens'
    | 'tok/s'
    | 'MiB'
    | '%'
    | 'J'
    | 'J/tok'
    | 'chars/s'
    | 'dBFS'
    | 'words'
    | 'characters'
    | '';
  readonly better: 'lower' | 'higher' | 'neither';
  /** Those whose trials can have it. */
  readonly drivers: readonly DriverName[];
  /**
   * `step`: each turn or step has it, and the trial as a whole. `trial`: the session measures it over a whole trial alone.
   * `stage`: only a stage of a chain of models has it.
   */
  readonly scope: 'step' | 'trial' | 'stage';
  readonly meaning: string;
  readonly formula: string;
  readonly source: string;
}

/** The source of every time that is measured here. */
export const clientClock = 'monotonic clock of the process that sends the request';
