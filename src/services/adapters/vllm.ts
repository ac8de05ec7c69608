// vLLM. It listens only when everything is loaded, which takes minutes, so that a refused connection says nothing. Its engine
// is a child that keeps the GPU's memory when the server is killed, and that only the server itself can end in order.
import * as z from 'zod';
import type { VllmService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { otherModel } from '../sentences.ts';
import type { Blueprint, Identity, Prepared, Running } from './blueprint.ts';
import { numberDetail } from './details.ts';
import { vllmCause } from './log-causes.ts';
import { lastMatch } from './log-facts.ts';
import { versionAt } from './model-api.ts';
import { ownRoute, routeIfAny } from './own-routes.ts';

const modelsAnswer = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      root: z.string().nullish(),
      max_model_len: z.number().nullish(),
    }),
  ),
});

export function vllmBlueprint({ command, cwd, env, port, apiKey }: VllmService): Blueprint {
  return {
    builtin: false,
    api: 'openai',
    apiKey,
    body: {
      kind: 'spawned',
      leaderOnly: true,
      command,
      cwd,
      env: { ...(apiKey !== null && { VLLM_API_KEY: apiKey }), ...env },
      port,
      ready: { kind: 'http', path: '/health' },
      loadsAtStart: true,
    },
    prepare,
    identify,
    explain: vllmCause,
  };
}

/** Requests must name what it serves, which with --served-model-name is not what it loaded. */
async function prepare(running: Running): Promise<Prepared | undefined> {
  const { service, model } = running;
  const { data } = await ownRoute(running, '/v1/models', modelsAnswer);
  const served = data.find(({ id }) => id === model) ?? data.find(({ root }) => root === model);
  if (model === null || served?.id === model) return undefined;
  if (served !== undefined) return { model: served.id };
  const said = data.map(({ id }) => id);
  throw new ServiceFailure(otherModel(service, model, said));
}

/** What it holds of a GPU's memory says nothing about the model, since it reserves most of it: its log says more. */
async function identify(running: Running): Promise<Identity> {
  const { model, log } = running;
  const [version, models] = await Promise.all([
    versionAt(running, '/version'),
    routeIfAny(running, '/v1/models', modelsAnswer),
  ]);
  const served = models?.data.find(({ id, root }) => id === model || root === model);
  const details = {
    ...numberDetail('maxModelLen', served?.max_model_len),
    ...numberDetail('kvCacheTokens', figure(log, /GPU KV cache size: ([\d,]+) tokens/)),
    ...numberDetail('modelMemoryGiB', figure(log, /Model loading took ([\d.]+) GiB/)),
  };
  return { version, modelDigest: null, details };
}

function figure(log: string | null, pattern: RegExp): number | undefined {
  const text = lastMatch(log, pattern)?.[1];
  return text === undefined ? undefined : Number(text.replaceAll(',', ''));
}
