// Secrets stay out of everything that is written or printed: values are replaced before text leaves the program. What
// identifies something is never altered, so that a password which is an ordinary word cannot rename a test.
import { escapedForTerminals } from './text.ts';

export const redacted = '[redacted]';

/** Shorter values are left alone: they occur in ordinary text. */
export const shortestSecret = 8;

export interface Redactor {
  /** Plain text, for example a sentence or an answer. */
  text(text: string): string;
  /** Whether a secret may stand in a JSON text. */
  mayOccurIn(json: string): boolean;
  /** The JSON text of a value: its free texts without secrets, its identifiers, words and numbers as they are. */
  json(value: unknown): string;
}

/** Fields whose value, and everything in it, is an identifier or one of a fixed set of words. */
const identifiers: ReadonlySet<string> = new Set([
  ...['type', 'kind', 'status', 'outcome', 'mode', 'level', 'signal', 'api', 'adapter', 'driver'],
  ...['runId', 'dayId', 'testId', 'scenario', 'domain', 'group', 'loadout', 'priority', 'tags', 'service', 'model'],
  ...['domains', 'loadouts', 'filters', 'log', 'file', 'path', 'stderrPath', 'sha256', 'files', 'directory'],
  ...['at', 'startedAt', 'startTime', 'runnerVersion', 'version', 'host', 'git', 'runner', 'metrics', 'binary'],
]);

export function createRedactor(secrets: readonly string[]): Redactor {
  // Longest first, so that a secret which contains another one goes whole.
  const values = [...new Set(secrets)].filter((value) => value.length >= shortestSecret);
  values.sort((a, b) => b.length - a.length);
  const escaped = values.map((value) => escapedForTerminals(JSON.stringify(value)).slice(1, -1));
  const text = (plain: string): string => values.reduce((result, value) => result.replaceAll(value, redacted), plain);
  return {
    text,
    mayOccurIn: (json) => escaped.some((value) => json.includes(value)),
    json: (value) => escapedForTerminals(JSON.stringify(value, replacer(text))),
  };
}

/** Called by JSON.stringify from the outside in; `this` is what holds the value. */
function replacer(text: (plain: string) => string) {
  const kept = new WeakSet<object>();
  return function (this: object, key: string, value: unknown): unknown {
    const keep = identifiers.has(key) || kept.has(this);
    if (typeof value === 'string') return keep ? value : text(value);
    if (keep && typeof value === 'object' && value !== null) kept.add(value);
    return value;
  };
}
