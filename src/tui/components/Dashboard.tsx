// The whole screen. It draws snapshots of the store and turns keys into commands and into movements of the log.
import { Box, useApp, useInput, useWindowSize } from 'ink';
import { useEffect, useReducer, useRef, useState, useSyncExternalStore } from 'react';
import type { DashboardState } from '../../projections/dashboard/state.ts';
import { keyActions } from '../keys.ts';
import { type Layout, layoutFor } from '../layout.ts';
import { followingLog, logWindow, scrollLog } from '../log-view.ts';
import { machineLines } from '../meters.ts';
import type { DashboardStore } from '../store.ts';
import { BareScreen } from './BareScreen.tsx';
import { Screen } from './Screen.tsx';

export interface DashboardCommand {
  readonly type: 'stop' | 'kill' | 'suspend';
}

/** Ink's own way to hand the terminal over. */
export type SuspendTerminal = () => Promise<TerminalSuspension>;

export interface TerminalSuspension {
  readonly resume: () => Promise<void>;
}

export interface DashboardProps {
  readonly store: DashboardStore;
  readonly onCommand: (command: DashboardCommand) => void;
  /** Called once it is on the screen. */
  readonly onScreen?: (suspendTerminal: SuspendTerminal) => void;
  /** The terminal can be asked for keys. */
  readonly keys: boolean;
}

export function Dashboard({ store, onCommand, onScreen, keys }: DashboardProps) {
  const { suspendTerminal } = useApp();
  useEffect(() => onScreen?.(() => suspendTerminal()), [onScreen, suspendTerminal]);
  const { state, elapsedMs } = useSyncExternalStore(store.subscribe, store.snapshot);
  const layout = layoutOf(state, useWindowSize());
  const [view, setView] = useState(followingLog);
  const [help, toggleHelp] = useReducer((shown: boolean, wanted: boolean | null) => wanted ?? !shown, false);
  const [stopping, setStopping] = useState(false);
  const stops = useRef(0);
  const window = logWindow(view, state.log, layout.log);

  useInput(
    (input, key) => {
      for (const action of keyActions(input, key)) {
        if (action === 'stop') {
          // Counted outside React: two of them can come before the next drawing.
          stops.current += 1;
          setStopping(true);
          onCommand({ type: stops.current === 1 ? 'stop' : 'kill' });
        } else if (action === 'suspend') onCommand({ type: 'suspend' });
        else if (action === 'help') toggleHelp(null);
        else if (action === 'back') toggleHelp(false);
        else setView((before) => scrollLog(before, action, state.log, layout.log));
      }
    },
    { isActive: keys },
  );

  const content = { state, layout, window, view, help, keys, stopping, elapsedMs };
  return (
    <Box width={layout.width} height={layout.height} flexDirection="column" overflow="hidden">
      {layout.bare ? <BareScreen {...content} /> : <Screen {...content} />}
    </Box>
  );
}

function layoutOf(state: DashboardState, space: { readonly columns: number; readonly rows: number }): Layout {
  return layoutFor(space, {
    domains: state.domains.length,
    services: state.services.length,
    meters: machineLines(state.machine).length,
    stages: state.waterfall?.stages.length ?? 0,
  });
}
