// What the shell allows this process: said before anything is begun where it is not enough, survived where it ends midway.
import { readFileSync } from 'node:fs';
import { exitCodes, UserError } from '../domain/errors.ts';

/** A run with the dashboard and a report has 70 open at its busiest; each service adds a few. */
const leastOpenFiles = 128;

/** Throws a UserError where a run could not come to its end. */
export function heedProcessLimits(openFiles: number | null = openFileLimit()): void {
  // Node lets a write beyond `ulimit -f` fail, but a library that listens to this signal would end the process with it.
  process.on('SIGXFSZ', () => {});
  if (openFiles === null || openFiles >= leastOpenFiles) return;
  throw new UserError(
    'open-files',
    `this shell allows a process ${openFiles} open files (ulimit -n), and a run needs ${leastOpenFiles}: nothing was started; raise the limit, for example with ulimit -n 1024, or have it raised by whoever set it`,
    exitCodes.cannotGoOn,
  );
}

/** Node has raised the limit as far as it may. Null where the system does not tell, or sets none. */
function openFileLimit(): number | null {
  let limits: string;
  try {
    limits = readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return null; // no Linux
  }
  const [, soft] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
  return soft === undefined ? null : Number(soft);
}
