// A bar of a fixed width, made of parts that each have a meaning of their own.
import { Box, Text } from 'ink';
import { type Tone, useTheme } from '../theme.ts';

export interface BarPart {
  /** 0 to 1 of the whole bar. */
  readonly share: number;
  readonly tone: Tone;
}

export interface BarProps {
  readonly width: number;
  /** Each with a tone of its own. */
  readonly parts: readonly BarPart[];
}

const full = '█';
const rest = '░';

export function Bar({ width, parts }: BarProps) {
  const theme = useTheme();
  const cells = cellsOf(parts, width);
  const used = cells.reduce((sum, count) => sum + count, 0);
  return (
    <Box width={width} height={1} flexShrink={0}>
      <Text wrap="truncate">
        {parts.map(({ tone }, index) => (
          <Text key={tone} {...theme[tone]}>
            {full.repeat(cells[index] ?? 0)}
          </Text>
        ))}
        <Text {...theme.faint}>{rest.repeat(Math.max(0, width - used))}</Text>
      </Text>
    </Box>
  );
}

/** Whole cells per part. A part that is there at all has at least one, and the bar is full only when everything is done. */
export function cellsOf(parts: readonly BarPart[], width: number): readonly number[] {
  const whole = parts.reduce((sum, { share }) => sum + share, 0);
  const most = whole >= 1 ? width : width - 1;
  let left = Math.max(0, most);
  return parts.map(({ share }) => {
    const wanted = share <= 0 ? 0 : Math.max(1, Math.round(share * width));
    const given = Math.min(wanted, left);
    left -= given;
    return given;
  });
}
