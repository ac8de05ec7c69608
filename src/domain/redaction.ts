// Secrets stay out of everything that is written or printed: values are replaced before text leaves the program.

import { jsonText } from './text.ts';

export const redacted = '[redacted]';

/** Shorter values are left alone: they occur in ordinary text. */
const shortestSecret = 8;

export interface Redactor {
  /** Plain text, for example a sentence or a file. */
  text(text: string): string;
  /** JSON text, in which a secret may stand with escapes. */
  json(json: string): string;
}

export function createRedactor(secrets: readonly string[]): Redactor {
  // Longest first, so that a secret which contains another one goes whole.
  const values = [...new Set(secrets)].filter((value) => value.length >= shortestSecret);
  values.sort((a, b) => b.length - a.length);
  const escaped = values.map((value) => jsonText(value).slice(1, -1));
  return {
    text: (text) => replaceEach(text, values),
    json: (json) => replaceEach(json, escaped),
  };
}

function replaceEach(text: string, values: readonly string[]): string {
  let result = text;
  for (const value of values) if (result.includes(value)) result = result.replaceAll(value, redacted);
  return result;
}
