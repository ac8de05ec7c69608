// Puts the dashboard on a terminal's alternate screen and takes it off again. It only draws and asks: what a key means
// for the run is decided by whoever gets the command.
import { render } from 'ink';
import { Dashboard, type DashboardCommand } from './components/Dashboard.tsx';
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
  /** Gives the terminal back before it returns; resolves when everything has been written. */
  unmount(): Promise<void>;
}

const framesPerSecond = 10;

export function mountDashboard({ stdout, stdin, store, onCommand, color }: DashboardMount): MountedDashboard {
  const app = render(
    <ThemeContext value={themeFor(color)}>
      <Dashboard store={store} onCommand={onCommand} keys={stdin.isTTY === true} />
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
    async unmount() {
      app.unmount();
      await app.waitUntilExit();
      app.cleanup();
    },
  };
}

export type { DashboardCommand } from './components/Dashboard.tsx';
