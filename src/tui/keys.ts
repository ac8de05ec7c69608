// What each key asks for.
import type { Key } from 'ink';

export type KeyAction =
  | 'stop'
  | 'suspend'
  | 'up'
  | 'down'
  | 'pageUp'
  | 'pageDown'
  | 'top'
  | 'bottom'
  | 'problems'
  | 'help'
  | 'back';

const letters: Readonly<Record<string, KeyAction>> = {
  q: 'stop',
  '\u0003': 'stop', // Ctrl-C within such a piece of text
  '\u001a': 'suspend', // Ctrl-Z likewise
  k: 'up',
  j: 'down',
  g: 'top',
  G: 'bottom',
  f: 'problems',
  '?': 'help',
};

/** The help that the dashboard shows. */
export const keyHelp: readonly (readonly [string, string])[] = [
  ['q, Ctrl-C', 'stop the services and end the run; again: kill at once'],
  ['Ctrl-Z', 'give the terminal to the shell; fg comes back'],
  ['↑ ↓, k j', 'scroll the log by a line'],
  ['PgUp PgDn', 'scroll the log by a page'],
  ['Home End, g G', 'first line; last line, and follow'],
  ['f', 'only warnings and errors'],
  ['?', 'this help'],
];

/** More than one where keys came faster than they were read: they arrive as one piece of text. */
export function keyActions(input: string, key: Key): readonly KeyAction[] {
  const named = namedKey(key);
  if (named !== null) return [named];
  if (key.ctrl) return input === 'c' ? ['stop'] : input === 'z' ? ['suspend'] : [];
  return [...input].flatMap((letter) => letters[letter] ?? []);
}

function namedKey(key: Key): KeyAction | null {
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home) return 'top';
  if (key.end) return 'bottom';
  return key.escape ? 'back' : null;
}
