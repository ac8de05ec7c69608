// The content of a section between the frame's left and right line: exactly as many lines as it was given.
import { Box } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';

export interface PanelProps {
  readonly width: number;
  readonly height: number;
  /** The right one of two panels: the line between them belongs to the left one. */
  readonly joined?: boolean;
  readonly children: ReactNode;
}

export function Panel({ width, height, joined = false, children }: PanelProps) {
  const { color } = useTheme().frame;
  return (
    <Box
      width={width}
      height={height}
      flexShrink={0}
      flexDirection="column"
      overflow="hidden"
      paddingX={1}
      borderStyle="single"
      borderTop={false}
      borderBottom={false}
      borderLeft={!joined}
      {...(color !== undefined && { borderColor: color })}
    >
      {children}
    </Box>
  );
}
