// What speaches has beyond OpenAI's API: models are loaded and unloaded by name.
import * as z from 'zod';
import { type HttpOutcome, httpProbe } from '../../system/http-probe.ts';
import { ServiceFailure } from '../failure.ts';
import { loadFailed, modelMissing, seconds } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { ask, authorization, inWords, openaiModels, parsed } from './model-api.ts';

const loadedAnswer = z.object({ models: z.array(z.unknown()) });

/** Whether it can be told to load a model. */
export async function isSpeaches(running: Running): Promise<boolean> {
  return parsed(await ask(running, '/api/ps'), loadedAnswer) !== null;
}

export async function loadInSpeaches(running: Running, model: string): Promise<void> {
  const { service, timeoutMs } = running;
  running.onLoading(model);
  const outcome = await send(running, 'POST', model);
  if (outcome.kind === 'answer') {
    if ((outcome.status >= 200 && outcome.status < 300) || outcome.status === 409) return; // 409: it is loaded already
    if (outcome.status === 404) return refuseMissing(running, model);
  }
  const why = outcome.kind === 'timeout' ? `it took longer than ${seconds(timeoutMs)}` : inWords(outcome);
  throw new ServiceFailure(loadFailed(service, model, why));
}

export async function unloadFromSpeaches(running: Running, model: string): Promise<void> {
  const outcome = await send(running, 'DELETE', model);
  if (running.signal.aborted || (outcome.kind === 'answer' && (outcome.status < 300 || outcome.status === 404))) return;
  throw new Error(inWords(outcome));
}

/** Its route takes the slashes of an id as they are. */
function send(running: Running, method: 'POST' | 'DELETE', model: string): Promise<HttpOutcome> {
  const { url, apiKey, timeoutMs, signal } = running;
  const path = model.split('/').map(encodeURIComponent).join('/');
  const headers = authorization(apiKey);
  return httpProbe({ url: `${url}/api/ps/${path}`, method, headers, timeoutMs, signal });
}

/** Older versions can only be told to load recognisers: they do not know others here, and load them with the first request. */
async function refuseMissing(running: Running, model: string): Promise<void> {
  const there = (await openaiModels(running)) ?? [];
  if (there.includes(model)) return;
  const advice = `"POST /v1/models/${model}" downloads it, and so does PRELOAD_MODELS: '${JSON.stringify([model])}' in the service's env`;
  throw new ServiceFailure(modelMissing(running.service, model, there, advice), true);
}
