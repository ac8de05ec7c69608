// Who tells the person or the program at the other end what happens: dashboard, lines, or the journal itself.
import { createPlainReporter } from '../projections/plain/plain-reporter.ts';
import type { Reporter, ReporterContext } from './reporter.ts';
import type { ReporterName } from './run-options.ts';
import { terminalOf } from './terminal.ts';

export async function createReporter(name: ReporterName, context: ReporterContext): Promise<Reporter> {
  switch (name) {
    case 'json':
      return jsonReporter();
    case 'plain':
      return plainReporter(context);
    case 'tui':
      return (await import('./dashboard-reporter.ts')).dashboardReporter(context);
    default:
      return name satisfies never;
  }
}

/** The journal's lines on stdout. */
function jsonReporter(): Reporter {
  return {
    name: 'json reporter',
    onEvent: (_recorded, line) => void process.stdout.write(`${line}\n`),
    onSample: () => {},
    finish: async () => {},
    abandon: () => {},
  };
}

function plainReporter({ shownFolder }: ReporterContext): Reporter {
  const plain = createPlainReporter({ ...terminalOf(process.stdout, process.env), folder: shownFolder });
  return {
    name: plain.name,
    onEvent: (recorded) => plain.onEvent(recorded),
    onSample: () => {},
    finish: async () => plain.finish(),
    abandon: () => {},
  };
}
