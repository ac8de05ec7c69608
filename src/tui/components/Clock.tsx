// Elapsed and estimated remaining time, which goes down between two events.
import { Text } from 'ink';
import type { DashboardState } from '../../projections/dashboard/state.ts';
import { stopwatch } from '../../projections/text/format.ts';
import { useTheme } from '../theme.ts';

export interface ClockProps {
  readonly state: DashboardState;
  readonly elapsedMs: number;
  readonly brief: boolean;
}

export function Clock({ state, elapsedMs, brief }: ClockProps) {
  const theme = useTheme();
  const { remainingMs } = state;
  const left = remainingMs === null ? null : stopwatch(remainingMs - (elapsedMs - state.elapsedMs));
  return (
    <Text wrap="truncate">
      {' '}
      <Text {...theme.strong}>{stopwatch(elapsedMs)}</Text>
      {brief ? '' : ' elapsed'}
      {left === null ? '' : ` | ~${left}${brief ? '' : ' left'}`}{' '}
    </Text>
  );
}
