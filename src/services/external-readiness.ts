// Reaches a server that somebody else runs. Nobody listening is the end at once: it is said to be running already. One
// that answers slowly, or says that it is still loading, gets its time.
import { now, pause } from '../system/clock.ts';
import { httpProbe } from '../system/http-probe.ts';
import { authorization, inWords } from './adapters/model-api.ts';
import { ServiceFailure } from './failure.ts';
import { externalSilent, keyRefused, nobodyListens, unreachable } from './sentences.ts';

export interface ExternalTarget {
  readonly service: string;
  readonly url: string;
  readonly probePath: string;
  readonly apiKey: string | null;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

const attemptMs = 2000;
const shortestAttemptMs = 250;
const pollMs = 250;

/** Resolves once it answers, and when `signal` aborts. */
export async function reachExternal({
  service,
  url,
  probePath,
  apiKey,
  limitMs,
  signal,
}: ExternalTarget): Promise<void> {
  const deadline = now() + limitMs;
  const target = `${url}${probePath}`;
  while (!signal.aborted) {
    const timeoutMs = Math.max(shortestAttemptMs, Math.min(attemptMs, deadline - now()));
    const outcome = await httpProbe({ url: target, headers: authorization(apiKey), timeoutMs, signal });
    if (signal.aborted) return;
    if (outcome.kind === 'refused') throw new ServiceFailure(nobodyListens(service, url), true);
    if (outcome.kind === 'broken') throw new ServiceFailure(unreachable(service, url, outcome.message), true);
    if (outcome.kind === 'answer' && (outcome.status === 401 || outcome.status === 403)) {
      throw new ServiceFailure(keyRefused(service, target, outcome.status, apiKey !== null));
    }
    if (outcome.kind === 'answer' && outcome.status !== 503) return;
    if (now() >= deadline) throw new ServiceFailure(externalSilent(service, target, limitMs, inWords(outcome)));
    await pause(pollMs, signal);
  }
}
