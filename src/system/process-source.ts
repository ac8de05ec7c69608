// What one can know about processes, whatever the system. A process is known by pid and start time together, since pids are
// used again; a zombie counts as dead, although it still answers signals.

export interface ProcessIdentity {
  readonly pid: number;
  /** In whatever unit the system counts; only compared for equality. */
  readonly startTime: string;
}

export interface ProcessEntry extends ProcessIdentity {
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

export interface ProcessSource {
  /** Live processes. */
  list(): readonly ProcessEntry[];
  /** Also of a zombie that has not been waited for; null when there is no such process. */
  identify(pid: number): ProcessIdentity | null;
  isAlive(identity: ProcessIdentity): boolean;
  /** Which of these processes carry every `NAME=value` in the environment that they were started with. */
  tagged(pids: readonly number[], assignments: readonly string[]): ReadonlySet<number>;
  /** The value of an environment variable in each live process that has it and may be read, by pid. */
  carriers(name: string): ReadonlyMap<number, string>;
  /** A short name for people. */
  nameOf(pid: number): string | null;
}
