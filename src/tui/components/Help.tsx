// What the keys do and what the signs mean.
import { keyHelp } from '../keys.ts';
import { Cell, Line } from './Line.tsx';

const signHelp: readonly (readonly [string, string])[] = [
  ['✓ ✗ ○ ↻', 'passed; failed, timed out or in error; skipped; flaky'],
  ['● ◌', 'service ready; starting, fetching or loading its model'],
  ['kept', 'service that stays up for a later loadout'],
  ['!', 'GPU that is being slowed down; somebody else on a GPU'],
];

export function Help() {
  return [...keyHelp, ...signHelp].map(([keys, meaning]) => (
    <Line key={keys}>
      <Cell width={14} tone="strong">
        {keys}
      </Cell>
      <Cell>{meaning}</Cell>
    </Line>
  ));
}
