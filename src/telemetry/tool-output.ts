// What a tool prints when it is asked once. Such tools can hang with a sick driver, or print anything.
import { execa } from 'execa';
import { endedInTime, letGo } from './ending.ts';

/** To be asked more often costs more than the figures are worth: each answer starts a program. */
export const shortestToolIntervalMs = 1000;
const limitMs = 5000;
/** After it was killed. */
const endLimitMs = 2000;
const longestOutput = 4 * 1024 * 1024;

/** Null when it failed, printed far too much, or did not end within five seconds. */
export async function outputOf(path: string, args: readonly string[], signal?: AbortSignal): Promise<string | null> {
  const child = execa(path, args, {
    stdin: 'ignore',
    stderr: 'ignore',
    timeout: limitMs,
    killSignal: 'SIGKILL',
    maxBuffer: longestOutput,
    reject: false,
    ...(signal !== undefined && { cancelSignal: signal }),
  });
  if (!(await endedInTime(child, limitMs + endLimitMs))) {
    letGo(child.nodeChildProcess);
    return null;
  }
  const { failed, stdout } = await child;
  return failed ? null : stdout;
}
