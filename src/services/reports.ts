// What the supervisor says about a service, in the order in which it happens.
import type { ExistingServer, PullProgress, ServiceDetails } from '../domain/events.ts';
import type { JsonObject, ServiceApi, ServiceTemplate } from '../domain/plan.ts';

/** One service to run: the template, its variables resolved, and the model that it is to serve. */
export interface ServiceInstance {
  /** `service/model`, or the plain service. */
  readonly id: string;
  readonly template: ServiceTemplate;
  readonly model: string | null;
  /** What the loadout's members want of it: `llm`, `vlm`, `stt`, `tts`, or a free name. */
  readonly roles: readonly string[];
  /** Options of the loadout's first member that it stands for: some engines must load their model with them. */
  readonly options: JsonObject;
  /** The domain that starts it; names its log. */
  readonly domain: string;
}

/** How a ready service is spoken to. */
export interface Connection {
  /** Base URL without a trailing slash and without `/v1`. */
  readonly url: string;
  readonly api: ServiceApi;
  readonly apiKey: string | null;
  readonly model: string | null;
  /** Sent with each request where the plan does not say otherwise, for example `num_ctx`. */
  readonly options: JsonObject;
}

/**
 * After `start` come what became of an existing server, at most one `starting`, perhaps `pulling` and `loading`, then `ready` or `failed`. After `ready` comes `exited` when
 * it ends by itself. `stop` is answered by `stopped`, also of a service that is still starting or that exited; one that
 * failed has nothing left to stop.
 */
export type ServiceReport =
  | {
      readonly type: 'starting';
      readonly service: string;
      readonly adapter: string;
      readonly model: string | null;
      readonly api: ServiceApi;
      readonly builtin: boolean;
      readonly port: number | null;
      readonly url: string;
      readonly log: string | null;
      readonly pid: number | null;
    }
  | { readonly type: 'loading'; readonly service: string; readonly model: string }
  | {
      readonly type: 'pulling';
      readonly service: string;
      readonly model: string;
      readonly status: string;
      readonly progress: PullProgress | null;
    }
  | ({ readonly type: 'existing-stopped'; readonly service: string } & ExistingServer)
  | ({
      readonly type: 'existing-kept';
      readonly service: string;
      readonly why: string;
      readonly vramMiB: number | null;
    } & ExistingServer)
  /** Belongs to no service: what was stopped for the run is started again at its end. */
  | {
      readonly type: 'existing-restarted';
      readonly program: string;
      readonly unit: string;
      readonly error: string | null;
    }
  | {
      readonly type: 'ready';
      readonly service: string;
      readonly startupMs: number;
      readonly version: string | null;
      readonly modelDigest: string | null;
      readonly binary: string | null;
      readonly details: ServiceDetails;
      readonly connection: Connection;
    }
  /** It did not become ready; whatever had been started is already stopped. `skipped`: optional, and not installed. */
  | { readonly type: 'failed'; readonly service: string; readonly skipped: boolean; readonly message: string }
  /** It ended although nobody asked it to, after it was ready. */
  | {
      readonly type: 'exited';
      readonly service: string;
      readonly exitCode: number | null;
      readonly signal: string | null;
      /** A clause, for example that memory ran out; null where nothing is known besides the last lines. */
      readonly cause: string | null;
      /** Up to three, oldest first. */
      readonly lastLines: readonly string[];
      readonly log: string;
    }
  | { readonly type: 'stopped'; readonly service: string; readonly durationMs: number; readonly forced: boolean };
