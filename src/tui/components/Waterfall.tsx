// The last conversation through a chain of models: each stage as a bar on one time axis, pale while one waits for it.
import { Box, Text } from 'ink';
import { type Stage, stageCells } from '../../domain/stages.ts';
import { oneLine } from '../../domain/text.ts';
import type { Waterfall as Stages } from '../../projections/dashboard/state.ts';
import { joinedStages } from '../../projections/dashboard/waterfall.ts';
import { latency } from '../../projections/text/format.ts';
import { statusSigns } from '../signs.ts';
import { useTheme } from '../theme.ts';
import { Cell, Line } from './Line.tsx';

export interface WaterfallProps {
  readonly waterfall: Stages;
  readonly width: number;
  readonly height: number;
}

const nameWidth = 9;
const timesWidth = 20;

export function Waterfall({ waterfall, width, height }: WaterfallProps) {
  const axis = Math.max(1, width - nameWidth - timesWidth - 2);
  return joinedStages(waterfall.stages, height).map((stage) => (
    <Line key={stage.name}>
      <Cell width={nameWidth} tone={stage.failed ? 'bad' : 'plain'}>
        {stage.failed ? `${statusSigns.failed.glyph} ${stage.name}` : stage.name}
      </Cell>
      <StageBar stage={stage} endMs={waterfall.endMs} width={axis} />
      <Cell width={timesWidth} align="right">
        {timesText(stage)}
      </Cell>
    </Line>
  ));
}

/** `Last conversation · voice to voice 812 ms`. */
export function waterfallTitle({ voiceToVoiceMs }: Stages): string {
  return `Last conversation${voiceToVoiceMs === null ? '' : ` · voice to voice ${latency(voiceToVoiceMs)}`}`;
}

/** Which one it was. */
export function WaterfallTest({ waterfall }: Pick<WaterfallProps, 'waterfall'>) {
  const theme = useTheme();
  return <Text {...theme.faint} wrap="truncate">{` ${oneLine(waterfall.testId)} `}</Text>;
}

function timesText({ startMs, endMs }: Stage): string {
  return `${startMs < 0.05 ? '0 ms' : latency(startMs)} → ${latency(endMs)}`;
}

interface StageBarProps {
  readonly stage: Stage;
  readonly endMs: number;
  readonly width: number;
}

function StageBar({ stage, endMs, width }: StageBarProps) {
  const theme = useTheme();
  const { before, waiting, giving } = stageCells(stage, endMs, width);
  const { failed } = stage;
  return (
    <Box width={width} height={1} flexShrink={0}>
      <Text wrap="truncate">
        {' '.repeat(before)}
        <Text {...theme[failed ? 'bad' : 'faint']}>{'░'.repeat(waiting)}</Text>
        <Text {...theme[failed ? 'bad' : 'accent']}>{'█'.repeat(giving)}</Text>
      </Text>
    </Box>
  );
}
