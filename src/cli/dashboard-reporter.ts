// The dashboard while the run lasts, and the summary in the scrollback after it.
import { RunDigest } from '../projections/text/run-digest.ts';
import { summaryText } from '../projections/text/summary-text.ts';
import { terminalMode } from '../system/terminal-mode.ts';
import { mountDashboard } from '../tui/mount-dashboard.tsx';
import { createDashboardStore } from '../tui/store.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import { terminalOf } from './terminal.ts';

export function dashboardReporter({ shownFolder, onCommand, keeper }: ReporterContext): Reporter {
  const terminal = terminalOf(process.stdout, process.env);
  const store = createDashboardStore();
  const digest = new RunDigest();
  const { stdout, stdin } = process;
  const mode = terminalMode(stdout.fd);
  const take = (): void => {
    if (mode !== null) keeper.taken(mode);
  };
  take();
  // A terminal that was closed has no keys any more and cannot be set back; what that means for the run comes as SIGHUP.
  stdin.on('error', () => undefined);
  const mounted = mountDashboard({ stdout, stdin, store, onCommand, color: terminal.color });
  let up = true;

  function unmount(): Promise<void> {
    up = false;
    const written = mounted.unmount();
    keeper.returned();
    return written;
  }

  return {
    name: 'dashboard',
    onEvent(recorded) {
      digest.add(recorded);
      store.dispatch({ kind: 'event', recorded });
    },
    recall(results, again) {
      for (const result of results) digest.recall(result);
      store.dispatch({ kind: 'recalled', results, again });
    },
    onSample: (sample) => store.dispatch({ kind: 'sample', sample }),
    async finish() {
      await unmount();
      const { color, write } = terminal;
      write(summaryText(digest.get(), { color, width: stdout.columns ?? terminal.width, folder: shownFolder }));
    },
    suspend() {
      if (!up) return;
      mounted.suspend();
      keeper.returned();
    },
    resume() {
      if (!up) return;
      take();
      mounted.resume();
    },
    abandon() {
      // Ink writes what restores the terminal before it returns; only its last flush is awaited elsewhere.
      if (up) void unmount();
    },
  };
}
