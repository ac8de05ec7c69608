// What the shell allows this process: said before anything is begun where it is not enough, survived where it ends midway.
import { exitCodes, UserError } from '../domain/errors.ts';
import { limitOf, processesInUse } from '../system/process-limits.ts';

/** A run with the dashboard and a report has 70 open at its busiest; each service adds a few. */
const leastOpenFiles = 128;
/** This process, its watchdog and the report have 30 threads at their busiest; a service or a step adds some. */
const leastProcesses = 40;

/** Throws a UserError where a run could not come to its end. */
export function heedProcessLimits(): void {
  // Node lets a write beyond `ulimit -f` fail, but a library that listens to this signal would end the process with it.
  process.on('SIGXFSZ', () => {});
  heedOpenFiles();
  heedProcesses();
}

function heedOpenFiles(): void {
  const openFiles = limitOf('Max open files');
  if (openFiles === null || openFiles >= leastOpenFiles) return;
  throw new UserError(
    'open-files',
    `this shell allows a process ${openFiles} open files (ulimit -n), and a run needs ${leastOpenFiles}: nothing was started; raise the limit, for example with ulimit -n 1024, or have it raised by whoever set it`,
    exitCodes.cannotGoOn,
  );
}

function heedProcesses(): void {
  const limit = limitOf('Max processes');
  const inUse = limit === null ? null : processesInUse();
  if (limit === null || inUse === null || limit - inUse >= leastProcesses) return;
  throw new UserError(
    'processes',
    `this shell allows this user ${limit} processes and threads (ulimit -u), of which others use ${inUse}, and a run needs ${leastProcesses}: nothing was started; end other programs of this user, raise the limit, for example with ulimit -u 1024, or have it raised by whoever set it`,
    exitCodes.cannotGoOn,
  );
}
