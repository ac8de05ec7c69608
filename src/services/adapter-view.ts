// What an adapter gets to see of a service that answers.
import type { ServiceDetails } from '../domain/events.ts';
import { cut, oneLine } from '../domain/text.ts';
import { now } from '../system/clock.ts';
import type { Blueprint, Identity, Prepared, Running } from './adapters/blueprint.ts';
import { pullReports } from './pull-reports.ts';
import type { Connection, ServiceInstance, ServiceReport } from './reports.ts';

export interface AdapterView {
  readonly instance: ServiceInstance;
  readonly blueprint: Blueprint;
  readonly url: string;
  /** Absolute; null where somebody else runs it. */
  readonly log: string | null;
  readonly signal: AbortSignal;
  onReport(report: ServiceReport): void;
}

export function runningOf({ instance, blueprint, url, log, signal, onReport }: AdapterView): Running {
  const { id: service, model, roles, options, template } = instance;
  const onPulled = pullReports((moment) => onReport({ type: 'pulling', service, ...moment }), now);
  return {
    service,
    model,
    roles,
    options,
    url,
    apiKey: blueprint.apiKey,
    log,
    timeoutMs: template.readyTimeoutMs,
    signal,
    onLoading: (loading) => onReport({ type: 'loading', service, model: loading }),
    onPulling: (pulled, status, progress) => onPulled({ model: pulled, status, progress }),
  };
}

export function connectionOf({ instance, blueprint, url }: AdapterView, prepared: Prepared | undefined): Connection {
  const { api, apiKey, options } = blueprint;
  const model = prepared?.model ?? instance.model;
  return { url, api, apiKey, model, options: { ...options, ...prepared?.options } };
}

const longestQuote = 200;

/** What a server says of itself is kept, but it can be anything, of any length. */
export function quoted({ version, modelDigest, details = {} }: Identity): Required<Identity> {
  const quote = (text: string): string => cut(oneLine(text), longestQuote);
  const kept: ServiceDetails = Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? quote(value) : value]),
  );
  return {
    version: version === null ? null : quote(version),
    modelDigest: modelDigest === null ? null : quote(modelDigest),
    details: kept,
  };
}
