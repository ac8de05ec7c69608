// What a process can ignore of what others send it. Node has no words for real-time signals, so those still end it.
import { constants } from 'node:os';

/** Two that no process can ignore; those that a fault of its own raises, after which it cannot go on; one that Node needs itself. */
const heeded = new Set(['SIGKILL', 'SIGSTOP', 'SIGILL', 'SIGTRAP', 'SIGBUS', 'SIGFPE', 'SIGSEGV', 'SIGSYS', 'SIGCHLD']);

/** SIGUSR1 as well, which starts Node's inspector where nobody listens. */
export function ignoreSignals(): void {
  for (const signal of Object.keys(constants.signals)) if (!heeded.has(signal)) process.on(signal, () => undefined);
}
