// The window onto the progression log.
import { Text } from 'ink';
import type { LogLine } from '../../projections/dashboard/state.ts';
import type { LogView, LogWindow } from '../log-view.ts';
import { signOfLine } from '../signs.ts';
import { useTheme } from '../theme.ts';

/** One text per line, since most of what is drawn in a second is here. */
export function Log({ lines, width }: { readonly lines: readonly LogLine[]; readonly width: number }) {
  const theme = useTheme();
  return lines.map((line) => {
    const { glyph, tone } = signOfLine(line);
    return (
      <Text key={line.seq} wrap="truncate">
        {width >= 46 ? <Text {...theme.faint}>{`${line.time} `}</Text> : null}
        <Text {...theme[tone]}>{`${glyph} `}</Text>
        <Text {...theme[line.level === 'INFO' ? 'plain' : tone]}>{line.message}</Text>
      </Text>
    );
  });
}

/** What the window leaves out. */
export function logTitle({ problemsOnly }: LogView, { above, below }: LogWindow): string {
  const filter = problemsOnly ? ' · warnings and errors' : '';
  return below === 0 ? `Log${filter}` : `Log${filter} · ${above} above, ${below} below`;
}
