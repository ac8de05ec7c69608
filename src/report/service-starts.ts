// The services of a run, one for each start, gathered from the journal event by event.
import { exitText } from '../domain/incidents.ts';
import { eventSchemas } from '../recorded/schemas/events.ts';
import type { ServiceData, ServiceRestart } from './run-data.ts';

/** A run that starts more is summed up by its first ones. */
const mostStarts = 5000;

interface ServiceEvent {
  readonly type: string;
}

export class ServiceStarts {
  readonly #starts: ServiceData[] = [];
  /** Announced, and not begun. */
  readonly #restarts = new Map<string, ServiceRestart>();

  /** False where an event of a known type does not look like one. */
  note(event: ServiceEvent, at: string): boolean {
    switch (event.type) {
      case 'service.starting': {
        const { data } = eventSchemas['service.starting'].safeParse(event);
        if (data !== undefined) this.#add({ ...unknown, ...data, startedAt: at });
        return data !== undefined;
      }
      case 'service.ready': {
        const { data } = eventSchemas['service.ready'].safeParse(event);
        if (data !== undefined) this.#change(data.service, { ...data, state: 'ready' });
        return data !== undefined;
      }
      case 'service.failed': {
        const { data } = eventSchemas['service.failed'].safeParse(event);
        if (data !== undefined) this.#fail(data.service, data.skipped ? 'not installed' : 'failed', data.message, at);
        return data !== undefined;
      }
      case 'service.exited': {
        const { data } = eventSchemas['service.exited'].safeParse(event);
        if (data !== undefined) this.#change(data.service, { state: 'exited', problem: exitText(data) });
        return data !== undefined;
      }
      case 'service.restarting': {
        const { data } = eventSchemas['service.restarting'].safeParse(event);
        if (data !== undefined) this.#restart(data);
        return data !== undefined;
      }
      default:
        return true;
    }
  }

  get(): readonly ServiceData[] {
    return this.#starts;
  }

  #add(start: ServiceData): void {
    const restart = this.#restarts.get(start.service) ?? null;
    this.#restarts.delete(start.service);
    if (this.#starts.length < mostStarts) this.#starts.push({ ...start, restart });
  }

  #change(service: string, change: Partial<ServiceData>): void {
    const index = this.#starts.findLastIndex((start) => start.service === service);
    const start = this.#starts[index];
    if (start !== undefined) this.#starts[index] = { ...start, ...change };
  }

  /** One that had not exited was still there, and hung. */
  #restart({ service, ...restart }: ServiceRestart & { readonly service: string }): void {
    const before = this.#starts.findLast((start) => start.service === service);
    if (before?.state === 'ready') this.#change(service, { state: 'hung', problem: restart.why });
    this.#restarts.set(service, restart);
  }

  /** A program that is not installed fails before it was ever starting. */
  #fail(service: string, state: ServiceData['state'], problem: string, at: string): void {
    const starting = this.#starts.some((start) => start.service === service && start.state === 'starting');
    if (starting) this.#change(service, { state, problem });
    else this.#add({ ...unknown, service, startedAt: at, state, problem });
  }
}

const unknown = {
  adapter: null,
  model: null,
  builtin: false,
  domain: null,
  url: null,
  startedAt: null,
  state: 'starting',
  startupMs: null,
  version: null,
  modelDigest: null,
  binary: null,
  details: {},
  log: null,
  problem: null,
  restart: null,
} as const;
