// What the supervisor says about a service, in the order in which it happens.
import type { ApiName, ServiceTemplate } from '../domain/plan.ts';

/** One service to run: the template, its variables resolved, and the model that it is to serve. */
export interface ServiceInstance {
  /** `service/model`, or the plain service. */
  readonly id: string;
  readonly template: ServiceTemplate;
  readonly model: string | null;
  /** The domain that starts it; names its log. */
  readonly domain: string;
}

/** How a ready service is spoken to. */
export interface Connection {
  /** Base URL without a trailing slash and without `/v1`. */
  readonly url: string;
  readonly api: ApiName;
  readonly apiKey: string | null;
  readonly model: string | null;
}

/**
 * After `start` come at most one `starting` and one `loading`, then `ready` or `failed`. After `ready` comes `exited` when
 * it ends by itself. `stop` is answered by `stopped`, also of a service that is still starting or that exited; one that
 * failed has nothing left to stop.
 */
export type ServiceReport =
  | {
      readonly type: 'starting';
      readonly service: string;
      readonly adapter: string;
      readonly model: string | null;
      readonly api: ApiName;
      readonly builtin: boolean;
      readonly port: number | null;
      readonly url: string;
      readonly log: string | null;
      readonly pid: number | null;
    }
  | { readonly type: 'loading'; readonly service: string; readonly model: string }
  | {
      readonly type: 'ready';
      readonly service: string;
      readonly startupMs: number;
      readonly version: string | null;
      readonly modelDigest: string | null;
      readonly binary: string | null;
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
      readonly lastLine: string | null;
    }
  | { readonly type: 'stopped'; readonly service: string; readonly durationMs: number; readonly forced: boolean };
