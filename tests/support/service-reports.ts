// Reports of a supervisor, as tests of what the session decides make them up.
import type { ServiceReport } from '../../src/services/supervisor.ts';

type ReportOf<T extends ServiceReport['type']> = Extract<ServiceReport, { type: T }>;

const url = 'http://127.0.0.1:1';

export function starting(service: string): ReportOf<'starting'> {
  const place = { port: 1, url, log: null, pid: 2 };
  return { type: 'starting', service, adapter: 'builtin', model: null, api: 'openai', builtin: true, ...place };
}

export function ready(service: string): ReportOf<'ready'> {
  const connection = { url, api: 'openai', apiKey: null, model: null, options: {} } as const;
  const unknown = { version: null, modelDigest: null, binary: null, details: {} };
  return { type: 'ready', service, startupMs: 1, ...unknown, connection };
}

/** With code 1 and without a word, unless given otherwise. */
export function exited(service: string, fields: Partial<ReportOf<'exited'>> = {}): ReportOf<'exited'> {
  const unknown = { exitCode: 1, signal: null, cause: null, lastLines: [], log: 'svc.log' };
  return { type: 'exited', service, ...unknown, ...fields };
}
