// One sentence for each kind of finding of a schema, as the predicate of `"key" …`; a second line, where there is one,
// is the hint.
import type * as z from 'zod';
import { listOf, nearest } from './suggest.ts';
import { asValue, placeholderNames } from './written.ts';

export function sentenceFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.input, issue.expected);
    case 'invalid_value':
      return wrongWord(issue.input, issue.values);
    case 'too_small':
      if (issue.origin === 'string') return 'is empty';
      if (issue.origin === 'array') return 'is empty; it needs at least one item';
      return `is ${shown(issue.input)}; it must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `is longer than ${issue.maximum} characters`;
      return `is ${shown(issue.input)}; it must be at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of keys to values',
  record: 'a mapping of keys to values',
};

export function wrongType(input: unknown, expected: string): string {
  if (input === undefined) return 'is missing';
  const placeholder = placeholderNames(input);
  if (expected === 'string' && placeholder !== null) {
    const text = `{${placeholder.join(', ')}}`;
    return `is the mapping ${text}, because braces without quotes are a mapping in YAML\nput it in quotes: "${text}"`;
  }
  const wanted = names[expected] ?? expected;
  const value = asValue(input);
  if (value === null) return `is empty; it takes ${wanted}`;
  if (expected === 'array' && typeof value === 'string') {
    return `is ${shown(value)}; it takes a list\nwrite it in brackets: [${value.trim().split(/\s+/).join(', ')}]`;
  }
  return `is ${shown(value)}; it takes ${wanted}`;
}

function wrongWord(input: unknown, values: readonly unknown[]): string {
  if (input === undefined) return 'is missing';
  const words = values.map(String);
  const near = typeof input === 'string' ? nearest(input, words) : null;
  const hint = near === null ? '' : `\ndid you mean "${near}"?`;
  const wanted = words.length > 1 ? `one of ${listOf(words)}` : `"${words[0]}"`;
  return `is ${shown(input)}; it takes ${wanted}${hint}`;
}

/** A value as it stands in a sentence. */
export function shown(input: unknown): string {
  const value = asValue(input);
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value);
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : String(value);
}
