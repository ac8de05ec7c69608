// The keys, in the frame's last line; as many as fit, the most important first.
import { Text } from 'ink';
import { Fragment } from 'react';
import { useTheme } from '../theme.ts';

export interface KeyLineProps {
  /** The terminal can be asked for keys. */
  readonly keys: boolean;
  readonly stopping: boolean;
  readonly width: number;
}

const hints: readonly (readonly [string, string])[] = [
  ['q', 'stop'],
  ['?', 'help'],
  ['↑↓', 'scroll'],
  ['f', 'problems only'],
  ['G', 'follow'],
];

export function KeyLine({ keys, stopping, width }: KeyLineProps) {
  const theme = useTheme();
  if (!keys) return null;
  if (stopping)
    return (
      <Text {...theme.caution} wrap="truncate">
        {' '}
        stopping · q again kills at once{' '}
      </Text>
    );
  return (
    <Text wrap="truncate">
      {fitting(width - 6).map(([key, meaning]) => (
        <Fragment key={key}>
          <Text {...theme.strong}>{` ${key}`}</Text>
          <Text {...theme.faint}>{` ${meaning} `}</Text>
        </Fragment>
      ))}
    </Text>
  );
}

function fitting(width: number): readonly (readonly [string, string])[] {
  let left = width;
  return hints.filter(([key, meaning]) => {
    left -= key.length + meaning.length + 3;
    return left >= 0;
  });
}
