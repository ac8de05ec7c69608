// Reports of a supervisor, as tests of what the session decides make them up.
import type { ServiceReport } from '../../src/services/supervisor.ts';

type Exited = Extract<ServiceReport, { type: 'exited' }>;

/** With code 1 and without a word, unless given otherwise. */
export function exited(service: string, fields: Partial<Exited> = {}): Exited {
  const unknown = { exitCode: 1, signal: null, cause: null, lastLines: [], log: 'svc.log' };
  return { type: 'exited', service, ...unknown, ...fields };
}
