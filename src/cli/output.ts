// What is printed can be lost: its reader goes away, or the file that it goes to takes no more. A command whose answer is lost has
// failed; a run goes on without.
import { exitCodes } from '../domain/errors.ts';
import { systemCode } from '../system/path-error.ts';

type Heed = (error: Error) => void;

let heed: Heed = failCommand;

/** To be called before anything is printed. */
export function watchOutput(): void {
  let lost = false;
  process.stdout.on('error', (error) => {
    if (!lost) heed(error);
    lost = true;
  });
  process.stderr.on('error', () => undefined); // nowhere is left to say it
}

/** The output is not what this process is for: `told` hears of its loss, once, and the exit code stays as it is. */
export function goOnWithoutOutput(told: Heed): void {
  heed = told;
}

/** A clause; null where somebody merely stopped reading, as in `runner … | head -1`, or closed the terminal. */
export function whyOutputIsLost(error: Error): string | null {
  const code = systemCode(error);
  switch (code) {
    case 'EPIPE':
      return null;
    case 'EIO':
      return process.stdout.isTTY ? null : 'the disk that it goes to does not work as it should (EIO)';
    case 'ENOSPC':
      return 'no space is left where it goes';
    case 'EDQUOT':
      return 'the quota of this user is used up where it goes';
    case 'EFBIG':
      return 'the file that it goes to has become as large as files may be here (ulimit -f)';
    default:
      return code === null ? error.message : `the system refuses it with ${code}`;
  }
}

function failCommand(error: Error): void {
  const why = whyOutputIsLost(error);
  if (why === null) return;
  process.stderr.write(`the output could not be written: ${why}; make room there, or send it elsewhere\n`);
  // Only then is it known what the command itself came to.
  process.once('exit', () => {
    process.exitCode = exitCodes.cannotGoOn;
  });
}
