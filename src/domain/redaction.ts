// Secrets stay out of everything that is written or printed: values are replaced before text leaves the program. What
// identifies something is never altered, so that a password which is an ordinary word cannot rename a test.
import { secretFinder, shortestSecret } from './secret-finder.ts';
import { escapedForTerminals } from './text.ts';
import type { Place } from './views.ts';

export const redacted = '[redacted]';

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
  ...['domains', 'loadouts', 'filters', 'log', 'file', 'path', 'stderrPath', 'reasoningPath', 'transcriptPath'],
  ...['at', 'startedAt', 'startTime', 'runnerVersion', 'host', 'git', 'runner', 'metrics', 'sha256', 'files'],
  ...['directory'],
]);

/** In JSON: what can interrupt a secret or what was cut, and backslashes that are more than a text has. */
const doubtful = /…|\\u|\\{14}|\p{Default_Ignorable_Code_Point}/u;

export function createRedactor(secrets: readonly string[]): Redactor {
  const placesIn = secretFinder(secrets);
  const text = (plain: string): string => withoutPlaces(plain, placesIn(plain));
  const none = secrets.every((secret) => secret.length < shortestSecret);
  return {
    text,
    mayOccurIn: (json) => !none && (doubtful.test(json) || placesIn(json).length > 0),
    json: (value) => escapedForTerminals(JSON.stringify(value, replacer(text))),
  };
}

function withoutPlaces(text: string, places: readonly Place[]): string {
  if (places.length === 0) return text;
  const pieces = places.flatMap(({ start }, index) => [text.slice(places[index - 1]?.end ?? 0, start), redacted]);
  return [...pieces, text.slice(places.at(-1)?.end)].join('');
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
