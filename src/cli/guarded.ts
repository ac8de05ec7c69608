// Runs one command: what a user did wrong becomes a sentence and an exit code, a bug becomes a trace and an address.
import { exitCodes, UserError } from '../domain/errors.ts';
import { plainText } from '../domain/text.ts';
import { remedyFor, shortage, systemCode } from '../system/path-error.ts';
import { type Terminal, terminalOf } from './terminal.ts';
import { version } from './version.ts';

export async function guarded(command: (terminal: Terminal) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command(terminalOf(process.stdout, process.env));
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** Says what happened, and gives the exit code. */
export function report(error: unknown): number {
  if (error instanceof UserError) {
    process.stderr.write(`${plainText(error.message)}\n`);
    return error.exitCode;
  }
  if (['EMFILE', 'ENFILE'].includes(systemCode(error) ?? '')) {
    const parts = [shortage(error, '.'), remedyFor(error)];
    process.stderr.write(`${parts.filter((part) => part !== null).join('; ')}\n`);
    return exitCodes.cannotGoOn;
  }
  process.stderr.write(plainText(bugReport(error)));
  return 1;
}

function bugReport(error: unknown): string {
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Flightdeck ${version} met a bug of its own. Please report it with the lines below.\n${trace}\n`;
}
