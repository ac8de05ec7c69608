// The moment before a service is ended: memory that its server can give back is given back, as far as that takes no time to
// speak of. Whatever becomes of it, the service is ended.
import type { Launched } from '../system/launch.ts';
import { notReleased, seconds } from './sentences.ts';

/** Gives back what the service holds within this time, or until `signal` aborts. */
export type Release = (timeoutMs: number, signal: AbortSignal) => Promise<void>;

const releaseMs = 10_000;

/** What went wrong, in a sentence, or null; a process that ends meanwhile has given everything back. */
export async function giveBack(
  service: string,
  release: Release,
  { exited, exit }: Launched,
  killed: AbortSignal,
): Promise<string | null> {
  if (exit() !== null) return null;
  const over = new AbortController();
  void exited.then(() => over.abort());
  const limit = AbortSignal.timeout(releaseMs);
  const signal = AbortSignal.any([over.signal, killed, limit]);
  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const problem = await Promise.race([release(releaseMs, signal).then(() => null, messageOf), ended.then(() => null)]);
  if (limit.aborted) return notReleased(service, `it took longer than ${seconds(releaseMs)}`);
  return problem === null || signal.aborted ? null : notReleased(service, problem);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
