// All services of one run, and the promise that none of their processes outlives it. A service is known here before it is
// spawned, and everything that is spawned carries the run's tag, by which it is found whatever became of its parents.
import { ProcessTree } from '../system/process-tree.ts';
import type { Neighbourhood } from './existing/neighbourhood.ts';
import { TakeOver } from './existing/take-over.ts';
import { atExit } from './last-resort.ts';
import type { Ledger } from './ledger/entries.ts';
import type { ServiceInstance, ServiceReport } from './reports.ts';
import { assignments, type RunTag, serviceTag } from './run-tag.ts';
import { Service } from './service.ts';
import { killNow, terminate } from './termination.ts';

export type { ServiceInstance, ServiceReport } from './reports.ts';

export interface SupervisorOptions {
  /** Of the run; given to everything that is spawned. */
  readonly tag: RunTag;
  /** Where everything is noted that could be left running. */
  readonly ledger: Ledger;
  /** Absolute. */
  readonly runDirectory: string;
  /** Where the programs of the built-in models lie. */
  readonly builtinDirectory: URL;
  /** What follows a built-in model's name in the name of its program; `.js` unless given. */
  readonly builtinExtension?: string;
  /** Where servers that run already are stopped before ours start; without it, they are left alone everywhere. */
  readonly neighbourhood?: Neighbourhood | null;
  readonly onReport: (report: ServiceReport) => void;
  /** A problem that belongs to no report: a process that could not be ended. */
  readonly onProblem?: (message: string) => void;
}

export interface Supervisor {
  /** Reports follow. */
  start(instance: ServiceInstance): void;
  /**
   * Orderly, but in short order where it hangs; `stopped` follows, unless it had failed. An external service is only let go
   * of.
   */
  stop(service: string, hangs?: boolean): void;
  /** Everything that this run started, also what a start under way has spawned. */
  stopAll(): Promise<void>;
  /** At once and synchronously: SIGKILL to everything. */
  killAll(): void;
  /** Starts again what was stopped for this run and has a service manager; once, after everything of ours has ended. */
  restore(): Promise<void>;
  /** Ends what still carries the run's tag, also children of command steps; returns how many processes there were. */
  sweep(): Promise<number>;
  /** Whether anything that carries the run's tag is still there. */
  isAnythingLeft(): boolean;
  /** Bytes written so far to the log of a service; null where it has none. */
  logSize(service: string): number | null;
  /** Null where it answers within the time, whatever it says, and where it cannot be asked; else a clause about it. */
  answers(service: string, timeoutMs: number): Promise<string | null>;
  /** Its live process tree. */
  pidsOf(service: string): readonly number[];
  /** The run's tag, to be given to everything that is spawned. */
  readonly environment: Readonly<Record<string, string>>;
}

const sweepGraceMs = 2000;

export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { tag: environment, ledger } = options;
  const marks = assignments(environment);
  const runTree = new ProcessTree({ root: null, tag: marks });
  const takeOver = new TakeOver({
    place: options.neighbourhood ?? null,
    ours: marks,
    ledger,
    onReport: options.onReport,
  });
  const services = new Map<string, Service>();
  const replaced = new Set<Service>();
  const all = (): readonly Service[] => [...services.values(), ...replaced];
  const killAll = (): void => {
    for (const service of all()) service.killNow();
    killNow(runTree);
    takeOver.restoreNow();
  };
  const exit = atExit(killAll);

  return {
    environment,
    start(instance) {
      const before = services.get(instance.id);
      if (before?.isOver === false) replaced.add(before);
      const tag = serviceTag(environment, instance.id);
      const service = new Service(instance, {
        runDirectory: options.runDirectory,
        tag,
        ledger,
        makeWay: (id, signal) => takeOver.makeWay(id, signal),
        builtinProgram: (model) => new URL(`${model}${options.builtinExtension ?? '.js'}`, options.builtinDirectory),
        onReport: options.onReport,
        onProblem: (message) => options.onProblem?.(message),
      });
      services.set(instance.id, service);
      exit.arm();
      service.start();
    },
    stop(id, hangs = false) {
      void services.get(id)?.stop(hangs);
    },
    async stopAll() {
      takeOver.end();
      await Promise.all(all().map((service) => service.stop()));
    },
    killAll,
    restore: () => takeOver.restore(),
    async sweep() {
      const { found, survivors } = await terminate(runTree, sweepGraceMs);
      if (survivors.length === 0 && all().every((service) => service.isOver)) exit.disarm();
      return found;
    },
    isAnythingLeft: () => runTree.members(true).length > 0,
    logSize: (id) => services.get(id)?.logSize() ?? null,
    answers: async (id, timeoutMs) => (await services.get(id)?.answers(timeoutMs)) ?? null,
    pidsOf: (id) => services.get(id)?.pids() ?? [],
  };
}
