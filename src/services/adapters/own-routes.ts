// Routes that a server of a known kind must have: what they answer proves what it is.
import type * as z from 'zod';
import type { HttpOutcome } from '../../system/http-probe.ts';
import { ServiceFailure } from '../failure.ts';
import { keyRefused, unexpectedAnswer } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { ask, inWords, parsed } from './model-api.ts';

/** Throws where it has no such route, or means something else by it. */
export async function ownRoute<T>(running: Running, path: string, schema: z.ZodType<T>): Promise<T> {
  const outcome = await ask(running, path);
  refuseWithoutKey(running, path, outcome);
  const answer = parsed(outcome, schema);
  if (answer !== null) return answer;
  const isAnswered = outcome.kind === 'answer' && outcome.status === 200;
  const why = isAnswered ? 'it has another form' : inWords(outcome);
  throw new ServiceFailure(unexpectedAnswer(running.service, `${running.url}${path}`, why));
}

/** Null where it has no such route, or does not show it to us. */
export async function routeIfAny<T>(running: Running, path: string, schema: z.ZodType<T>): Promise<T | null> {
  return parsed(await ask(running, path), schema);
}

/** Throws where the key of the plan is what is wrong. */
export function refuseWithoutKey({ service, url, apiKey }: Running, path: string, outcome: HttpOutcome): void {
  if (outcome.kind !== 'answer' || (outcome.status !== 401 && outcome.status !== 403)) return;
  throw new ServiceFailure(keyRefused(service, `${url}${path}`, outcome.status, apiKey !== null));
}
