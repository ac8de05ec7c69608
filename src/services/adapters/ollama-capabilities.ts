// What an Ollama model can do, as its server says.
import * as z from 'zod';
import { httpProbe } from '../../system/http-probe.ts';
import { ServiceFailure } from '../failure.ts';
import type { Running } from './blueprint.ts';
import { authorization, parsed } from './model-api.ts';
import { seesNothing } from './ollama-sentences.ts';

const askMs = 5000;

const level = z.union([z.boolean(), z.string()]);
const showAnswer = z.object({
  capabilities: z.array(z.string()).optional(),
  /** Newer servers list what `think` may be, and what it is when a request leaves it out. */
  thinking: z.object({ values: z.array(level), default: level.optional() }).optional(),
});

export type ShownModel = z.infer<typeof showAnswer>;

/** Empty where the server does not say. */
export async function showModel(running: Running, model: string): Promise<ShownModel> {
  const { url, apiKey, timeoutMs, signal } = running;
  const limitMs = Math.min(askMs, timeoutMs);
  const headers = authorization(apiKey);
  const outcome = await httpProbe({ url: `${url}/api/show`, json: { model }, headers, timeoutMs: limitMs, signal });
  return parsed(outcome, showAnswer) ?? {};
}

/** For example `completion`, `vision`, `thinking`; null where the server does not say, as older ones do not. */
export async function capabilitiesOf(running: Running, model: string): Promise<readonly string[] | null> {
  return (await showModel(running, model)).capabilities ?? null;
}

/**
 * A model that can think does so unless it is told otherwise. What is measured must not hang on a default, so each request
 * says it; one that cannot think refuses to be told anything. Undefined = nothing is said.
 */
export function thinkOption({ capabilities, thinking }: ShownModel): boolean | string | undefined {
  if (capabilities?.includes('thinking') !== true) return undefined;
  // Some know levels only.
  return thinking === undefined || thinking.values.includes(true) ? true : thinking.default;
}

/** A model that takes no images answers all the same, about nothing that it was shown. */
export function refuseBlindOllamaModel(
  { service, roles }: Running,
  model: string,
  capabilities: readonly string[] | null,
): void {
  if (!roles.includes('vlm') || capabilities === null || capabilities.includes('vision')) return;
  throw new ServiceFailure(seesNothing(service, model, capabilities));
}
