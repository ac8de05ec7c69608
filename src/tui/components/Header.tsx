// The machine that the run is measured on; run and plan stand in the frame's first line.
import { oneLine } from '../../domain/text.ts';
import type { RunHeader } from '../../projections/dashboard/state.ts';
import { hostParts } from '../../projections/text/host-text.ts';
import { Cell, Line, Tight } from './Line.tsx';

export function Header({ run, width }: { readonly run: RunHeader | null; readonly width: number }) {
  if (run === null) {
    return (
      <Line>
        <Cell tone="faint">waiting for the run to begin</Cell>
      </Line>
    );
  }
  const [cpu = '', ...others] = hostParts(run.host);
  const rest = others.join(' · ');
  // The processor's name is the longest part and says least, so it gives way first.
  if (rest.length > width * 0.6) {
    return (
      <Line>
        <Cell>{`${rest} · ${cpu}`}</Cell>
      </Line>
    );
  }
  return (
    <Line>
      <Cell>{cpu}</Cell>
      <Tight>{rest}</Tight>
    </Line>
  );
}

/** `Flightdeck ─ Full local stack 1.4.0`; the plan alone where there is little room. */
export function runTitle(run: RunHeader | null, width: number): string {
  if (run === null) return 'Flightdeck';
  const plan = `${oneLine(run.plan)}${run.version === null ? '' : ` ${oneLine(run.version)}`}`;
  return width < 60 ? plan : `Flightdeck ─ ${plan}`;
}
