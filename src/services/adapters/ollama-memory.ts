// The models that an Ollama server has in memory, and how it gives them back: an unload is answered at once and done later.
import * as z from 'zod';
import { now, pause } from '../../system/clock.ts';
import { httpProbe } from '../../system/http-probe.ts';
import { seconds } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { ask, authorization, parsed } from './model-api.ts';
import { stillLoaded } from './ollama-sentences.ts';

const bytes = z.number().nonnegative().optional();
const loadedAnswer = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: bytes,
      size_vram: bytes,
      context_length: z.number().int().positive().optional(),
      details: z.object({ parameter_size: z.string(), quantization_level: z.string() }).partial().optional(),
    }),
  ),
});

export type LoadedModel = z.infer<typeof loadedAnswer>['models'][number];

const unloadMs = 5000;
/** A server keeps a few; one that tells of thousands is not believed. */
const mostUnloaded = 100;
const pollMs = 50;

/** Null where the server does not say. */
export async function loadedModels(running: Running): Promise<readonly LoadedModel[] | null> {
  return parsed(await ask(running, '/api/ps'), loadedAnswer)?.models ?? null;
}

/** Throws when something is still there after 5 s. */
export async function unloadEverything(running: Running): Promise<void> {
  const { apiKey, signal, timeoutMs, url } = running;
  const limitMs = Math.min(unloadMs, timeoutMs);
  const until = now() + limitMs;
  const before = (await loadedModels(running)) ?? [];
  const headers = authorization(apiKey);
  await Promise.all(
    before.slice(0, mostUnloaded).map(({ name }) =>
      // This route takes every kind of model, also one that cannot chat.
      httpProbe({
        url: `${url}/api/generate`,
        json: { model: name, keep_alive: 0 },
        headers,
        timeoutMs: limitMs,
        signal,
      }),
    ),
  );
  for (let left = before; left.length > 0 && !signal.aborted; ) {
    left = (await loadedModels({ ...running, timeoutMs: Math.max(pollMs, until - now()) })) ?? left;
    if (left.length === 0 || signal.aborted) return;
    if (now() >= until)
      throw new Error(
        stillLoaded(
          left.map(({ name }) => name),
          seconds(limitMs),
        ),
      );
    await pause(pollMs, signal);
  }
}
