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
  const write = whileRead(process.stdout);
  return {
    ...withoutScreen,
    name: 'json reporter',
    onEvent: (_recorded, line) => write(`${line}\n`),
    finish: async () => {},
  };
}

function plainReporter({ shownFolder }: ReporterContext): Reporter {
  const { color, width } = terminalOf(process.stdout, process.env);
  const plain = createPlainReporter({ color, width, write: whileRead(process.stdout), folder: shownFolder });
  return {
    ...withoutScreen,
    name: plain.name,
    recall: (results) => plain.recall(results),
    onEvent: (recorded) => plain.onEvent(recorded),
    finish: async () => plain.finish(),
  };
}

const withoutScreen = {
  recall: () => {},
  onSample: () => {},
  suspend: () => {},
  resume: () => {},
  abandon: () => {},
} as const;

/** A reader that has gone, as in `runner … | head -1`, is not written to any more: each further line would be an error. */
function whileRead(stream: NodeJS.WriteStream): (text: string) => void {
  let read = true;
  stream.once('error', () => {
    read = false;
  });
  return (text) => {
    if (read) stream.write(text);
  };
}
