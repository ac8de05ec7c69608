// Verdicts on a text. White space around it does not count for `equals`: a command's last line feed is no difference.
import { cut, oneLine } from '../domain/text.ts';
import type { Finding } from './finding.ts';

/** `subject` names the text in a sentence, for example `the answer`. */
export interface SeenText {
  readonly subject: string;
  readonly text: string;
  /** The same without secrets: all that may be quoted. */
  readonly shown: string;
}

export function equals({ subject, text, shown }: SeenText, value: string): Finding {
  const seen = text.trim();
  const reason = seen === '' ? `${subject} is empty` : `${subject} is not ${quote(value)}`;
  return { passed: seen === value.trim(), expected: value, actual: shown, reason };
}

export function contains({ subject, text, shown }: SeenText, value: string): Finding {
  const reason = text.trim() === '' ? `${subject} is empty` : `${subject} does not contain ${quote(value)}`;
  return { passed: text.includes(value), expected: value, actual: shown, reason };
}

export function notContains({ subject, text, shown }: SeenText, value: string): Finding {
  const at = shown.indexOf(value);
  // The place that made it fail says more than the beginning.
  const actual = at <= surroundings ? shown : `…${shown.slice(at - surroundings)}`;
  return { passed: !text.includes(value), expected: value, actual, reason: `${subject} contains ${quote(value)}` };
}

/** May take for ever on a pattern that backtracks without end; whoever calls it must be able to end the thread. */
export function matches({ subject, text, shown }: SeenText, pattern: string): Finding {
  const shared = { expected: pattern, actual: shown };
  const named = `/${cut(pattern, longestQuote)}/`;
  const expression = compile(pattern);
  if (expression === null) return { ...shared, passed: false, reason: `${named} is not a regular expression` };
  const reason = text.trim() === '' ? `${subject} is empty` : `${subject} does not match ${named}`;
  return { ...shared, passed: expression.test(text), reason };
}

/** Null where `${…}` turned the pattern into something that is none. */
function compile(pattern: string): RegExp | null {
  try {
    return new RegExp(pattern);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function truthy({ subject, text, shown }: SeenText, wanted: boolean): Finding {
  const word = text.trim().toLowerCase();
  const says = !falsyWords.has(word);
  const found = word === '' ? 'is empty' : `says ${quote(shown)}`;
  return { passed: says === wanted, expected: wanted, actual: shown, reason: `${subject} ${found}` };
}

const falsyWords: ReadonlySet<string> = new Set(['', '0', 'false', 'no', 'null']);
const surroundings = 100;
const longestQuote = 100;

function quote(text: string): string {
  return `"${cut(oneLine(text), longestQuote)}"`;
}
