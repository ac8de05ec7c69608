// Secrets stay out of everything that is written or printed: values are replaced before text leaves the program. What
// identifies something is never altered, so that a password which is an ordinary word cannot rename a test.
import { disguisesOf } from './disguises.ts';
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
  ...['domains', 'loadouts', 'filters', 'log', 'file', 'path', 'stderrPath', 'reasoningPath', 'transcriptPath'],
  ...['at', 'startedAt', 'startTime', 'runnerVersion', 'host', 'git', 'runner', 'metrics', 'sha256', 'files'],
  ...['directory'],
]);

export function createRedactor(secrets: readonly string[]): Redactor {
  const known = [...new Set(secrets)].filter((value) => value.length >= shortestSecret);
  // Longest first, so that a secret which contains another one goes whole.
  const values = [...new Set(known.flatMap(disguisesOf))].sort((a, b) => b.length - a.length);
  const escaped = values.map((value) => escapedForTerminals(JSON.stringify(value)).slice(1, -1));
  const withoutStumps = stumpRemover(values);
  const text = (plain: string): string =>
    withoutStumps(values.reduce((result, value) => result.replaceAll(value, redacted), plain));
  return {
    text,
    mayOccurIn: (json) => json.includes(ellipsis) || escaped.some((value) => json.includes(value)),
    json: (value) => escapedForTerminals(JSON.stringify(value, replacer(text))),
  };
}

const ellipsis = '…';

/** What was cut before it came here may end, or begin, within a secret. */
function stumpRemover(values: readonly string[]): (text: string) => string {
  // A long text can be full of ellipses, few of which stand beside a piece of a secret.
  const pieces = new Set(values.flatMap(piecesOf));
  const longest = (measure: (value: string) => number): number => Math.max(0, ...values.map(measure));
  return (text) => {
    let result = '';
    let from = 0;
    for (let at = text.indexOf(ellipsis); at >= 0; at = text.indexOf(ellipsis, at + 1)) {
      const head = text.slice(Math.max(from, at - shortestSecret), at);
      const tail = text.slice(at + 1, at + 1 + shortestSecret);
      const before = pieces.has(head) ? longest((value) => overlap(text.slice(from, at), value)) : 0;
      const after = pieces.has(tail)
        ? longest((value) => overlap(value, text.slice(at + 1, at + 1 + value.length)))
        : 0;
      if (before === 0 && after === 0) continue;
      const seen = text.slice(from, at - before);
      result += `${seen}${before > 0 ? redacted : ''}${ellipsis}${after > 0 ? redacted : ''}`;
      from = at + 1 + after;
    }
    return result + text.slice(from);
  };
}

function piecesOf(value: string): readonly string[] {
  return Array.from({ length: value.length - shortestSecret + 1 }, (_, at) => value.slice(at, at + shortestSecret));
}

/** How many characters the end of one text shares with the beginning of another; 0 where they are too few to tell. */
function overlap(ending: string, beginning: string): number {
  for (let length = Math.min(ending.length, beginning.length); length >= shortestSecret; length -= 1) {
    if (ending.endsWith(beginning.slice(0, length))) return length;
  }
  return 0;
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
