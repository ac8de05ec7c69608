// Services and machine: beside each other, or the machine's first meter above the services where it is narrow.
import { Box } from 'ink';
import type { Machine, ServiceView } from '../../projections/dashboard/state.ts';
import type { Layout } from '../layout.ts';
import { Meters } from './Meters.tsx';
import { Panel } from './Panel.tsx';
import { Rule } from './Rule.tsx';
import { Services } from './Services.tsx';

export interface StatusPanelsProps {
  readonly services: readonly ServiceView[];
  readonly machine: Machine;
  readonly layout: Layout;
}

/** Column of the line between the two panels. */
export function statusSplit(width: number): number {
  return Math.floor(width * (width < 100 ? 0.62 : 0.5));
}

export function StatusPanels({ services, machine, layout: { width, status, wide } }: StatusPanelsProps) {
  if (!wide) {
    return (
      <>
        <Rule width={width} title="Services" />
        <Panel width={width} height={status}>
          <Meters machine={machine} width={width - 4} height={1} />
          <Services services={services} width={width - 4} height={status - 1} />
        </Panel>
      </>
    );
  }
  const at = statusSplit(width);
  const right = width - at - 1;
  return (
    <>
      <Rule width={width} title="Services" junction={{ at, glyph: '┬', title: 'Machine' }} />
      <Box width={width} height={status} flexShrink={0}>
        <Panel width={at + 1} height={status}>
          <Services services={services} width={at - 3} height={status} />
        </Panel>
        <Panel width={right} height={status} joined>
          <Meters machine={machine} width={right - 3} height={status} />
        </Panel>
      </Box>
    </>
  );
}
