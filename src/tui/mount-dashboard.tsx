// Puts the dashboard on a terminal's alternate screen and takes it off again. It only draws and asks: what a key means
// for the run is decided by whoever gets the command.
import { render } from 'ink';
import {
  Dashboard,
  type DashboardCommand,
  type SuspendTerminal,
  type TerminalSuspension,
} from './components/Dashboard.tsx';
import type { DashboardStore } from './store.ts';
import { ThemeContext, themeFor } from './theme.ts';

export interface DashboardMount {
  readonly stdout: NodeJS.WritableStream;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly store: DashboardStore;
  readonly onCommand: (command: DashboardCommand) => void;
  readonly color: boolean;
}

export interface MountedDashboard {
  /** Gives the terminal back before it returns, until `resume`. */
  suspend(): void;
  resume(): void;
  /** Gives the terminal back before it returns; resolves when everything has been written. */
  unmount(): Promise<void>;
}

const framesPerSecond = 10;

export function mountDashboard({ stdout, stdin, store, onCommand, color }: DashboardMount): MountedDashboard {
  const screen: { suspendTerminal: SuspendTerminal | null; suspended: Promise<TerminalSuspension> | null } = {
    suspendTerminal: null,
    suspended: null,
  };
  const onScreen = (suspendTerminal: SuspendTerminal): void => {
    screen.suspendTerminal = suspendTerminal;
  };
  const app = render(
    <ThemeContext value={themeFor(color)}>
      <Dashboard store={store} onCommand={onCommand} onScreen={onScreen} keys={stdin.isTTY === true} />
    </ThemeContext>,
    {
      stdout,
      stdin,
      alternateScreen: true,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: false,
      interactive: true,
      maxFps: framesPerSecond,
    },
  );
  return {
    suspend() {
      // What gives the terminal back happens before the first thing that is waited for.
      screen.suspended ??= screen.suspendTerminal?.() ?? null;
    },
    resume() {
      void screen.suspended?.then((suspension) => suspension.resume());
      screen.suspended = null;
    },
    async unmount() {
      app.unmount();
      await app.waitUntilExit();
      app.cleanup();
    },
  };
}

export type { DashboardCommand } from './components/Dashboard.tsx';
