// The life of one service: start, use, end. Every start ends in exactly one `failed` or `stopped`, and whatever was spawned
// for it is dead by then. A stop may come at any moment, also while the start is under way.
import { quoted } from '../domain/wording.ts';
import { now } from '../system/clock.ts';
import { fileSize } from '../system/log-files.ts';
import { ProcessTree } from '../system/process-tree.ts';
import type { ProcessIdentity } from '../system/processes.ts';
import type { Spawned } from './adapters/blueprint.ts';
import { type BringUpContext, bringUp } from './bring-up.ts';
import type { Evidence } from './exit-evidence.ts';
import { ServiceFailure } from './failure.ts';
import type { Alive } from './liveness.ts';
import { holdersOf } from './ports.ts';
import { giveBack, type Release } from './releasing.ts';
import type { ServiceInstance } from './reports.ts';
import { assignments } from './run-tag.ts';
import { couldNotStart, notEnded, portStillHeld } from './sentences.ts';
import type { SpawnedService } from './spawning.ts';
import { type Asked, killNow, terminate } from './termination.ts';

export interface ServiceContext extends BringUpContext {
  /** What a reader should know although it changes nothing about the service. */
  onProblem(message: string): void;
}

/** What does not answer will hardly heed SIGTERM. */
const hungGraceMs = 1000;

type Phase = 'starting' | 'ready' | 'exited' | 'failed' | 'stopping' | 'stopped';

export class Service {
  readonly #instance: ServiceInstance;
  readonly #context: ServiceContext;
  /** In the environment of all its processes. */
  readonly #tag: string[];
  /** Ends whatever the start waits for. */
  readonly #stop = new AbortController();
  /** Ends also what an orderly end waits for. */
  readonly #kill = new AbortController();
  #startup: Promise<void> = Promise.resolve();
  #phase: Phase = 'starting';
  #spawned: SpawnedService | null = null;
  #evidence: Evidence | null = null;
  #tree: ProcessTree | null = null;
  /** The members that the ledger knows of. */
  #noted = '';
  #asked: Asked = 'everyone';
  /** Proven to have been its own; null before that. */
  #usedPort: number | null = null;
  #release: Release | null = null;
  #alive: Alive | null = null;
  #termination: Promise<{ forced: boolean }> | null = null;
  #stopped: Promise<void> | null = null;

  constructor(instance: ServiceInstance, context: ServiceContext) {
    this.#instance = instance;
    this.#context = context;
    this.#tag = [...assignments(context.tag)];
  }

  get isOver(): boolean {
    return this.#phase === 'failed' || this.#phase === 'stopped';
  }

  /** Bytes written to its log so far; null where it has none. */
  logSize(): number | null {
    return this.#spawned === null ? null : fileSize(this.#spawned.log.path);
  }

  /** What is seen here is noted: a process that leaves its group later cannot be found by its ancestry any more. */
  pids(): readonly number[] {
    const members = this.#tree?.members(false) ?? [];
    this.#note(members);
    return members.map(({ pid }) => pid);
  }

  start(): void {
    this.#startup = this.#begin();
  }

  /** A clause about what came of asking; null where it answers or cannot be asked. */
  async answers(timeoutMs: number): Promise<string | null> {
    return (await this.#alive?.(timeoutMs)) ?? null;
  }

  /** Resolves when nothing of it runs any more. One that hangs is asked for nothing, and given little time. */
  stop(hangs = false): Promise<void> {
    this.#stopped ??= this.#end(hangs);
    return this.#stopped;
  }

  killNow(): void {
    this.#stop.abort();
    this.#kill.abort();
    if (!this.isOver) this.#phase = 'stopping';
    if (this.#tree !== null) killNow(this.#tree);
  }

  async #begin(): Promise<void> {
    const { signal } = this.#stop;
    try {
      const up = await bringUp({
        instance: this.#instance,
        context: this.#context,
        signal,
        onSpawned: (...spawned) => this.#adopt(...spawned),
        pids: () => this.#tree?.members(true).map(({ pid }) => pid) ?? [],
      });
      if (up === null || signal.aborted) return;
      this.#phase = 'ready';
      this.#usedPort = this.#spawned?.port ?? null;
      this.#release = up.release;
      this.#alive = up.alive;
      this.#context.onReport({ type: 'ready', service: this.#instance.id, ...up.facts });
      void this.#watch();
    } catch (error) {
      if (!signal.aborted) await this.#fail(error); // after a stop only the stop is reported
    }
  }

  #note(members: readonly ProcessIdentity[]): void {
    const key = members.map(({ pid, startTime }) => `${pid}:${startTime}`).join();
    if (key === this.#noted || members.length === 0) return;
    this.#noted = key;
    const identities = members.map(({ pid, startTime }) => ({ pid, startTime }));
    this.#context.ledger.note({ type: 'service.members', tag: this.#tag, members: identities });
  }

  #adopt(spawned: SpawnedService, { leaderOnly = false }: Spawned, evidence: Evidence): void {
    this.#spawned = spawned;
    this.#evidence = evidence;
    this.#asked = leaderOnly ? 'leader' : 'everyone';
    this.#tree = new ProcessTree({ root: spawned.launched.process, tag: this.#tag });
  }

  async #watch(): Promise<void> {
    if (this.#spawned === null || this.#evidence === null) return;
    const { launched, log } = this.#spawned;
    const exit = await launched.exited;
    if (this.#phase !== 'ready') return;
    this.#phase = 'exited';
    const { cause, lastLines } = this.#evidence(exit);
    const about = { cause, lastLines: lastLines.map(quoted), log: log.name };
    this.#context.onReport({ type: 'exited', service: this.#instance.id, ...exit, ...about });
    await this.#terminate(); // what its leader left behind
  }

  async #fail(error: unknown): Promise<void> {
    const { id: service, template } = this.#instance;
    await this.#terminate();
    this.#phase = 'failed';
    const known = error instanceof ServiceFailure;
    const message = known
      ? error.message
      : couldNotStart(service, error instanceof Error ? error.message : String(error));
    this.#context.onReport({
      type: 'failed',
      service,
      skipped: known && error.notInstalled && template.optional,
      message,
    });
  }

  async #end(hangs: boolean): Promise<void> {
    const from = now();
    this.#stop.abort();
    await this.#startup;
    if (this.isOver) return;
    const wasReady = this.#phase === 'ready';
    this.#phase = 'stopping';
    if (wasReady && !hangs) await this.#giveBack();
    const { stopGraceMs } = this.#instance.template;
    const { forced } = await this.#terminate(hangs ? Math.min(hungGraceMs, stopGraceMs) : stopGraceMs);
    this.#phase = 'stopped';
    this.#context.onReport({ type: 'stopped', service: this.#instance.id, durationMs: now() - from, forced });
  }

  async #giveBack(): Promise<void> {
    if (this.#release === null || this.#spawned === null) return;
    const problem = await giveBack(this.#instance.id, this.#release, this.#spawned.launched, this.#kill.signal);
    if (problem !== null) this.#context.onProblem(problem);
  }

  /** Once for all who need it: an exit, a failed start, a stop. */
  #terminate(graceMs: number = this.#instance.template.stopGraceMs): Promise<{ forced: boolean }> {
    this.#termination ??= this.#terminateTree(graceMs);
    return this.#termination;
  }

  async #terminateTree(graceMs: number): Promise<{ forced: boolean }> {
    if (this.#tree === null) return { forced: false };
    const { forced, survivors } = await terminate(this.#tree, graceMs, this.#asked);
    if (survivors.length > 0) this.#context.onProblem(notEnded(this.#instance.id, survivors));
    else await this.#afterEnd();
    return { forced };
  }

  /** Nothing of it lives; its port must be free as well, or whoever holds it would be taken for the next one. */
  async #afterEnd(): Promise<void> {
    this.#context.ledger.note({ type: 'service.ended', tag: this.#tag });
    if (this.#usedPort === null) return;
    const holders = await holdersOf(this.#usedPort);
    if (holders.length > 0) this.#context.onProblem(portStillHeld(this.#instance.id, this.#usedPort, holders));
  }
}
