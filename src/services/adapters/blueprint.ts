// What an adapter says about one service before anything is started: what to run, how one knows that it is ready, and how
// to learn what it is. An adapter never starts or ends a process itself.
import type { PullProgress, ServiceDetails } from '../../domain/events.ts';
import type { JsonObject, Readiness, ServiceApi } from '../../domain/plan.ts';

export interface Blueprint {
  readonly builtin: boolean;
  readonly api: ServiceApi;
  readonly apiKey: string | null;
  readonly body: Spawned | External;
  /**
   * Called once the service answers, and part of its start: the model is there, and loaded where the adapter loads it.
   * Throws a ServiceFailure where it cannot do what the plan wants of it. Says what was only learnt now, if anything.
   */
  prepare(running: Running): Promise<Prepared | undefined>;
  /** Called when it is ready for use; what it does not say in time is null. */
  identify(running: Running): Promise<Identity>;
  /**
   * Called once before it is ended, while it still answers: gives the model's memory back where the server can. Not called
   * for an external server. What it throws is said, and changes nothing; `timeoutMs` is all the time that it has.
   */
  release?(running: Running): Promise<void>;
  /** Sent with each request where the plan does not say otherwise. */
  readonly options?: JsonObject;
  /** What the log says about a start that failed, where that is not in its last lines: a clause, perhaps with advice. */
  explain?(log: string): string | null;
}

export interface Spawned {
  readonly kind: 'spawned';
  /** The program and its arguments, with placeholders. */
  readonly command: readonly string[];
  readonly cwd: string;
  /** With placeholders. */
  readonly env: Readonly<Record<string, string>>;
  readonly port: number | 'auto';
  readonly ready: Readiness;
  /** Asked instead of the path of `ready` by servers that do not know that one: they answer it with 404. */
  readonly olderPath?: string;
  /** The process itself loads the instance's model before it is ready. */
  readonly loadsAtStart: boolean;
  /** Before it is started, servers of its kind that run already are stopped. */
  readonly takesOver?: boolean;
  /** Only the leader gets SIGTERM and ends its own children; the others are killed after the grace. */
  readonly leaderOnly?: boolean;
}

export interface External {
  readonly kind: 'external';
  /** Without a trailing slash and without `/v1`; its host as the plan names it. */
  readonly url: string;
  /** A path that any server of this kind answers. */
  readonly probePath: string;
}

/** A service that answers. */
export interface Running {
  readonly service: string;
  readonly model: string | null;
  readonly roles: readonly string[];
  /** Options of the loadout. */
  readonly options: JsonObject;
  readonly url: string;
  readonly apiKey: string | null;
  /** Absolute path of what it prints; null where somebody else runs it. */
  readonly log: string | null;
  /** For any one thing that is asked of it, the slowest of which is to load the model. */
  readonly timeoutMs: number;
  /** Aborts when the service exits or is to stop. */
  readonly signal: AbortSignal;
  /** Called when a model begins to load. */
  onLoading(model: string): void;
  /** Called as a model is fetched; may be called for every packet. */
  onPulling(model: string, status: string, progress: PullProgress | null): void;
}

/** What could not be known before the service was asked. */
export interface Prepared {
  /** Sent with each request, like `Blueprint.options`, which they outrank. */
  readonly options?: JsonObject;
  /** What requests must call the model, where the server knows it by another name than the plan. */
  readonly model?: string;
}

export interface Identity {
  readonly version: string | null;
  readonly modelDigest: string | null;
  readonly details?: ServiceDetails;
}
