// One line of cells that never wraps: fixed cells keep their width, the others give way and are cut with an ellipsis.
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { type Tone, useTheme } from '../theme.ts';

export function Line({ children }: { readonly children: ReactNode }) {
  return (
    <Box height={1} flexShrink={0} overflow="hidden" columnGap={1}>
      {children}
    </Box>
  );
}

export interface CellProps {
  /** In columns; takes what is left where it is not given. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
  readonly tone?: Tone;
  readonly children: string;
}

export function Cell({ width, align = 'left', tone = 'plain', children }: CellProps) {
  const theme = useTheme();
  const size = width === undefined ? { flexGrow: 1, flexShrink: 1, flexBasis: 0 } : { width, flexShrink: 0 };
  return (
    <Box {...size} height={1} overflow="hidden" justifyContent={align === 'right' ? 'flex-end' : 'flex-start'}>
      <Text {...theme[tone]} wrap="truncate">
        {children}
      </Text>
    </Box>
  );
}

/** A cell as wide as its text. */
export function Tight({ tone = 'plain', children }: Pick<CellProps, 'tone' | 'children'>) {
  const theme = useTheme();
  return (
    <Box height={1} flexShrink={0}>
      <Text {...theme[tone]} wrap="truncate">
        {children}
      </Text>
    </Box>
  );
}
