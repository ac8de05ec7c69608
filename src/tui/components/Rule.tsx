// A line of the frame with titles in it: `├─ Services ─────┬─ Machine ───┤`.
import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { useTheme } from '../theme.ts';

export interface RuleProps {
  readonly width: number;
  readonly kind?: 'top' | 'middle' | 'bottom';
  readonly title?: ReactNode;
  /** At the right end. */
  readonly aside?: ReactNode;
  /** Where a line between two panels begins below or ends above, and the title of what is right of it. */
  readonly junction?: { readonly at: number; readonly glyph: '┬' | '┴'; readonly title?: string };
}

const ends = { top: ['╭', '╮'], middle: ['├', '┤'], bottom: ['╰', '╯'] } as const;

export function Rule({ width, kind = 'middle', title, aside, junction }: RuleProps) {
  const [left, right] = ends[kind];
  const tail = (
    <>
      <Fill />
      {aside === undefined ? null : <Box flexShrink={0}>{aside}</Box>}
      <Glyphs>{`─${right}`}</Glyphs>
    </>
  );
  return (
    <Box width={width} height={1} overflow="hidden">
      <Box width={junction?.at ?? width} height={1} flexShrink={0}>
        <Glyphs>{`${left}─`}</Glyphs>
        <Title>{title}</Title>
        {junction === undefined ? tail : <Fill />}
      </Box>
      {junction === undefined ? null : (
        <Box width={width - junction.at} height={1} flexShrink={0}>
          <Glyphs>{`${junction.glyph}─`}</Glyphs>
          <Title>{junction.title}</Title>
          {tail}
        </Box>
      )}
    </Box>
  );
}

function Title({ children }: { readonly children: ReactNode }) {
  const theme = useTheme();
  if (typeof children !== 'string') return children;
  return (
    <Text {...theme.title} wrap="truncate">
      {` ${children} `}
    </Text>
  );
}

function Glyphs({ children }: { readonly children: string }) {
  const theme = useTheme();
  return (
    <Box flexShrink={0}>
      <Text {...theme.frame}>{children}</Text>
    </Box>
  );
}

/** As much line as there is room for: the upper border of an empty box. */
function Fill() {
  const { color } = useTheme().frame;
  return (
    <Box
      flexGrow={1}
      flexShrink={1}
      flexBasis={0}
      height={1}
      borderStyle="single"
      borderBottom={false}
      borderLeft={false}
      borderRight={false}
      {...(color !== undefined && { borderColor: color })}
    />
  );
}
