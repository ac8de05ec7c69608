// What a tool of a driver prints when it is asked once. Such tools can hang with a sick driver, or print anything.
import { answerOf } from '../system/program-answer.ts';

/** To be asked more often costs more than the figures are worth: each answer starts a program. */
export const shortestToolIntervalMs = 1000;
const limitMs = 5000;

/** Null when it failed, printed far too much, or did not end within five seconds. */
export async function outputOf(path: string, args: readonly string[], signal?: AbortSignal): Promise<string | null> {
  const answer = await answerOf(path, args, limitMs, signal);
  return answer.kind === 'ended' && answer.exitCode === 0 ? answer.stdout : null;
}
