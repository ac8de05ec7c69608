// What is being done right now, and for how long.
import type { DashboardState } from '../../projections/dashboard/state.ts';
import { stopwatch } from '../../projections/text/format.ts';
import { type Sign, statusSigns } from '../signs.ts';
import { Cell, Line, Tight } from './Line.tsx';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const spinnerMs = 200;
/** What takes less is seen from its result. */
const worthMentioningMs = 2000;

export function ActionLine({ state, elapsedMs }: { readonly state: DashboardState; readonly elapsedMs: number }) {
  const { action, phase } = state;
  const { glyph, tone } = signOf(state, elapsedMs);
  const spentMs = elapsedMs - action.sinceMs;
  return (
    <Line>
      <Tight tone={tone}>{glyph}</Tight>
      <Cell>{action.text}</Cell>
      {phase !== 'finished' && spentMs >= worthMentioningMs ? <Tight tone="faint">{stopwatch(spentMs)}</Tight> : null}
    </Line>
  );
}

function signOf({ phase, outcome, action }: DashboardState, elapsedMs: number): Sign {
  if (phase === 'waiting') return { glyph: '·', tone: 'faint' };
  if (phase !== 'finished' || action.kind === 'report') {
    const glyph = spinner[Math.floor(elapsedMs / spinnerMs) % spinner.length] ?? '';
    return { glyph, tone: phase === 'stopping' ? 'caution' : 'accent' };
  }
  if (outcome === 'passed' || outcome === 'failed') return statusSigns[outcome];
  return { glyph: '!', tone: 'caution' };
}
