// What an adapter says about one service before anything is started: what to run, how one knows that it is ready, and how
// to learn what it is. An adapter never starts or ends a process itself.
import type { ApiName, Readiness } from '../../domain/plan.ts';

export interface Blueprint {
  readonly builtin: boolean;
  readonly api: ApiName;
  readonly apiKey: string | null;
  readonly body: Spawned | External;
  /**
   * Called once the service answers, and part of its start: the model is there, and loaded where the adapter loads it.
   * Throws a ServiceFailure where it cannot do what the plan wants of it.
   */
  prepare(running: Running): Promise<void>;
  /** Called when it is ready for use; what it does not say in time is null. */
  identify(running: Running): Promise<Identity>;
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
  /** The process itself loads the instance's model before it is ready. */
  readonly loadsAtStart: boolean;
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
  readonly url: string;
  readonly apiKey: string | null;
  /** For any one thing that is asked of it, the slowest of which is to load the model. */
  readonly timeoutMs: number;
  /** Aborts when the service exits or is to stop. */
  readonly signal: AbortSignal;
  /** Called when a model begins to load. */
  onLoading(model: string): void;
}

export interface Identity {
  readonly version: string | null;
  readonly modelDigest: string | null;
}
