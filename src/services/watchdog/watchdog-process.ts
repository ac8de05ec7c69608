// The watchdog's own program: it reads the ledger from its standard input and does nothing else, until the runner says farewell
// or is gone. No signal ends it that can be ignored; where another one does, the runner starts the next watchdog.
import { appendFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { now, pause } from '../../system/clock.ts';
import { isAlive } from '../../system/processes.ts';
import { restoreTerminal } from '../../system/terminal-mode.ts';
import { parseEntry, type RunBegun } from '../ledger/entries.ts';
import { emptyLedger, foldEntry } from '../ledger/fold.ts';
import { rescue } from '../rescue/rescue.ts';
import { killedOnTerminal, watchdogLine } from '../rescue/sentences.ts';
import { ignoreSignals } from './ignored-signals.ts';

const terminalDescriptor = 3;
/** Nobody waits for the answers of what is being ended: its start can be undone in less time than people notice. */
const graceMs = 1000;
const goneMs = 2000;

const [ledgerPath = '', terminal] = process.argv.slice(2);
let state = emptyLedger;

ignoreSignals();
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const entry = parseEntry(line);
  if (entry !== null) state = foldEntry(state, entry);
  if (state.over) process.exit(0);
});
lines.on('close', () => {
  if (state.run !== null) void takeOver(state.run);
});

async function takeOver(run: RunBegun): Promise<void> {
  if (terminal !== undefined && state.terminalMode !== null) {
    restoreTerminal(terminalDescriptor, state.terminalMode, show);
    show(killedOnTerminal(run.directory));
  }
  if (!(await isGone(run))) return;
  const done = await rescue(run, state, { graceMs, searchPath: process.env['PATH'] });
  tell(run.directory, watchdogLine(done, new Date()));
  // What could not be ended is left for the next run to try.
  if (ledgerPath !== '' && done.survivors.length === 0) rmSync(ledgerPath, { force: true });
}

/** Its end of the pipe is closed a moment before it has ended. */
async function isGone({ runner }: RunBegun): Promise<boolean> {
  const from = now();
  while (isAlive(runner) && now() - from < goneMs) await pause(5);
  return !isAlive(runner);
}

function show(text: string): void {
  try {
    writeSync(terminalDescriptor, text);
  } catch {
    // the terminal is gone as well
  }
}

function tell(directory: string, line: string): void {
  try {
    appendFileSync(join(directory, 'progression.log'), line);
  } catch {
    // the folder is gone, or its disk is full: nobody is left to be told
  }
}
