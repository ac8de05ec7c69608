// Ctrl-Z and `fg`: the terminal is the shell's while this process is stopped. A stop that cannot be caught (SIGSTOP) is noticed
// when it is over.

export interface SuspensionHandlers {
  /** The process is about to be stopped: gives the terminal back before it returns. */
  suspend(): void;
  /** It goes on, or could not be stopped: takes the terminal again. */
  resume(): void;
  /** It was stopped, and goes on. */
  onContinued(): void;
}

export interface Suspension {
  release(): void;
}

/** By then a stop has happened: there is none where no shell could continue what it stops. */
const stoppedMs = 200;

export function watchSuspension(handlers: SuspensionHandlers): Suspension {
  let unstopped: NodeJS.Timeout | null = null;

  const onStop = (): void => {
    handlers.suspend();
    // Without a handler of ours the system stops the process, at once and with all its threads.
    process.off('SIGTSTP', onStop);
    unstopped = setTimeout(takeAgain, stoppedMs);
    process.kill(process.pid, 'SIGTSTP');
  };
  function takeAgain(): void {
    if (unstopped === null) return;
    clearTimeout(unstopped);
    unstopped = null;
    process.on('SIGTSTP', onStop);
    handlers.resume();
  }
  const onContinue = (): void => {
    takeAgain();
    handlers.onContinued();
  };
  process.on('SIGTSTP', onStop);
  process.on('SIGCONT', onContinue);
  return {
    release() {
      if (unstopped !== null) clearTimeout(unstopped);
      process.off('SIGTSTP', onStop);
      process.off('SIGCONT', onContinue);
    },
  };
}

/** As the terminal itself would on Ctrl-Z: everything that runs in its foreground, a pager behind a pipe as well. */
export function suspendForeground(): void {
  process.kill(0, 'SIGTSTP');
}
