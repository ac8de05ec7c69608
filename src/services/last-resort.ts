// What is still to be done when this process exits without having taken its services down: synchronously, in the last
// moments, and on every way out that lets code run at all. One listener serves all runs of a process.

export interface LastResort {
  arm(): void;
  disarm(): void;
}

const armed = new Set<() => void>();
let listening = false;

/** Armed from the beginning. */
export function atExit(action: () => void): LastResort {
  if (!listening) process.on('exit', runArmed);
  listening = true;
  armed.add(action);
  return { arm: () => void armed.add(action), disarm: () => void armed.delete(action) };
}

function runArmed(): void {
  for (const action of armed) attempt(action);
}

/** An exception would take the place of the exit code. */
function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    process.stderr.write(`this process could not end all that it had started, its watchdog does it now: ${why}\n`);
  }
}
