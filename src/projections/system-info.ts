// system_info.yaml: the machine, git and plan before anything started; services join as they become ready.
import { stringify } from 'yaml';
import type { HostSummary, RecordedEvent, ServiceDetails } from '../domain/events.ts';
import type { JsonObject } from '../domain/plan.ts';

export interface SystemSnapshot {
  readonly startTime: string;
  readonly host: HostSummary;
  readonly git: { readonly commit: string | null; readonly branch: string | null; readonly dirty: boolean } | null;
  readonly runner: { readonly version: string; readonly node: string };
  readonly triggeredBy: string;
  readonly plan: {
    readonly path: string;
    readonly directory: string;
    readonly sha256: string;
    /** SHA-256 of each file that the plan names, by path. */
    readonly files: Readonly<Record<string, string>>;
    /** SHA-256 of the value of each environment variable that the plan names, or `unset`, by `${NAME}`; secrets are left out. */
    readonly variables: Readonly<Record<string, string>>;
    readonly content: string;
  };
}

export interface ServiceIdentity {
  readonly adapter: string;
  readonly model: string | null;
  readonly builtin: boolean;
  readonly url: string;
  readonly binary: string | null;
  readonly version: string | null;
  readonly modelDigest: string | null;
  readonly details: ServiceDetails;
}

/**
 * `save` replaces the file atomically. The snapshot is written at once; where a run is continued, it is the one that was taken
 * at its beginning, `earlier` the services of its earlier parts.
 */
export function createSystemInfo(
  save: (text: string) => void,
  snapshot: SystemSnapshot | JsonObject,
  earlier: ReadonlyMap<string, object> = new Map(),
) {
  const services: Record<string, object> = Object.fromEntries(earlier);
  const starting = new Map<string, Pick<ServiceIdentity, 'adapter' | 'model' | 'builtin' | 'url'>>();
  /** Of services that are others than before: until a trial runs with them, all results belong to the ones before. */
  const awaiting = new Map<string, ServiceIdentity>();
  const write = (): void => save(stringify({ ...snapshot, services }, { lineWidth: 0 }));
  write();
  return {
    name: 'system_info.yaml',
    onEvent({ event }: RecordedEvent): void {
      if (event.type === 'service.starting') {
        const { adapter, model, builtin, url } = event;
        starting.set(event.service, { adapter, model, builtin, url });
      }
      if (event.type === 'trial.started' && awaiting.size > 0) {
        Object.assign(services, Object.fromEntries(awaiting));
        awaiting.clear();
        write();
      }
      if (event.type !== 'service.ready') return;
      const known = starting.get(event.service);
      if (known === undefined) return;
      const { binary, version, modelDigest, details } = event;
      const identity: ServiceIdentity = { ...known, binary, version, modelDigest, details };
      if (earlier.has(event.service)) {
        awaiting.set(event.service, identity);
        return;
      }
      services[event.service] = identity;
      write();
    },
  };
}
