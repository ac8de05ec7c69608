// What each key asks for.
import type { Key } from 'ink';

export type KeyAction =
  | 'stop'
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
  ['↑ ↓, k j', 'scroll the log by a line'],
  ['PgUp PgDn', 'scroll the log by a page'],
  ['Home End, g G', 'first line; last line, and follow'],
  ['f', 'only warnings and errors'],
  ['?', 'this help'],
];

export function keyAction(input: string, key: Key): KeyAction | null {
  if (key.ctrl) return input === 'c' ? 'stop' : null;
  if (key.upArrow) return 'up';
  if (key.downArrow) return 'down';
  if (key.pageUp) return 'pageUp';
  if (key.pageDown) return 'pageDown';
  if (key.home) return 'top';
  if (key.end) return 'bottom';
  if (key.escape) return 'back';
  return letters[input] ?? null;
}
