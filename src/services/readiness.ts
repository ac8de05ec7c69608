// Waits for a service to be ready, with three ends: it is, it exited, or the time is up. Each attempt has a limit of its
// own, since a server can listen long before it answers.
import { plainText } from '../domain/text.ts';
import { now, pause } from '../system/clock.ts';
import { followLines } from '../system/follow-lines.ts';
import { type HttpOutcome, httpProbe } from '../system/http-probe.ts';
import { tcpProbe } from '../system/tcp-probe.ts';
import type { Spawned } from './adapters/blueprint.ts';
import { authorization, inWords } from './adapters/model-api.ts';

/** Null = ready; else what came of the attempt. */
export type Attempt = (timeoutMs: number, signal: AbortSignal) => Promise<string | null>;

export type Outcome =
  | { readonly kind: 'ready' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'timeout'; readonly why: string };

const attemptMs = 2000;
/** Also at the very end: an attempt that had no time to be answered would say nothing. */
const shortestAttemptMs = 250;
const firstPollMs = 100;
const lastPollMs = 250;

/** `signal` aborts when the service exits or is to stop: then the outcome is `ended`. */
export async function waitUntilReady(attempt: Attempt, timeoutMs: number, signal: AbortSignal): Promise<Outcome> {
  const deadline = now() + timeoutMs;
  for (let poll = firstPollMs; ; poll = Math.min(lastPollMs, poll * 1.2)) {
    const why = await attempt(Math.max(shortestAttemptMs, Math.min(attemptMs, deadline - now())), signal);
    if (signal.aborted) return { kind: 'ended' };
    if (why === null) return { kind: 'ready' };
    if (now() >= deadline) return { kind: 'timeout', why };
    await pause(Math.max(0, Math.min(poll, deadline - now())), signal);
  }
}

export interface AttemptPlace {
  readonly url: string;
  /** Absolute path of what the service prints. */
  readonly log: string;
  readonly apiKey: string | null;
}

export function attemptOf({ ready, olderPath }: Pick<Spawned, 'ready' | 'olderPath'>, place: AttemptPlace): Attempt {
  switch (ready.kind) {
    case 'http':
      return httpAttempt(place, ready.path, olderPath ?? null);
    case 'tcp':
      return tcpAttempt(new URL(place.url));
    case 'log':
      return logAttempt(ready.pattern, place.log);
    default:
      return ready satisfies never;
  }
}

function httpAttempt({ url, apiKey }: AttemptPlace, path: string, olderPath: string | null): Attempt {
  return async (timeoutMs, signal) => {
    const ask = (asked: string): Promise<HttpOutcome> =>
      httpProbe({ url: `${url}${asked}`, headers: authorization(apiKey), timeoutMs, signal });
    const first = await ask(path);
    const isUnknown = first.kind === 'answer' && first.status === 404;
    const outcome = isUnknown && olderPath !== null ? await ask(olderPath) : first;
    if (outcome.kind === 'answer' && outcome.status >= 200 && outcome.status < 300) return null;
    return inWords(outcome);
  };
}

function tcpAttempt({ hostname, port }: URL): Attempt {
  return async (timeoutMs) =>
    (await tcpProbe(hostname, Number(port), timeoutMs)) ? null : 'the connection was refused';
}

function logAttempt(pattern: string, log: string): Attempt {
  const lines = followLines(log);
  const wanted = new RegExp(pattern);
  let seen = 0;
  return async (timeoutMs, signal) => {
    const until = now() + timeoutMs;
    do {
      const fresh = lines.next();
      seen += fresh.length;
      if (fresh.some((line) => wanted.test(plainText(line)))) return null;
      if (lines.isBehind) await pause(0, signal);
    } while (lines.isBehind && now() < until && !signal.aborted);
    return seen === 1 ? 'it printed 1 line' : `it printed ${seen} lines`;
  };
}
