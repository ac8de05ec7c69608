// A server that somebody else runs: it is asked, never started and never ended.
import type { ExternalService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { modelMissing } from '../sentences.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { findModel, ollamaIdentity, ollamaModels, openaiModels, versionAt } from './model-api.ts';

const probePaths = { openai: '/v1/models', ollama: '/api/version', none: '/' } as const;

export function externalBlueprint({ url, api, apiKey }: ExternalService): Blueprint {
  const body = { kind: 'external', url: baseUrl(url), probePath: probePaths[api] } as const;
  const common = { builtin: false, api, apiKey, body };
  switch (api) {
    case 'openai':
      return { ...common, prepare: prepareOpenai, identify: identifyOpenai };
    case 'ollama':
      return { ...common, prepare: prepareOllama, identify: ollamaIdentity };
    case 'none':
      return {
        ...common,
        prepare: async () => undefined,
        identify: async () => ({ version: null, modelDigest: null }),
      };
    default:
      return api satisfies never;
  }
}

/** People write the base URL in either form. */
export function baseUrl(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}

async function prepareOpenai(running: Running): Promise<void> {
  const { service, model } = running;
  const there = model === null ? null : await openaiModels(running);
  if (model === null || there === null || there.some((id) => id === model || id === `${model}:latest`)) return;
  throw new ServiceFailure(
    modelMissing(service, model, there, 'correct the model in the plan, or load it there'),
    true,
  );
}

/** Both routes at once, so that a server which answers neither costs its time only once. */
async function identifyOpenai(running: Running): Promise<Identity> {
  const [own, ollamas] = await Promise.all([versionAt(running, '/version'), versionAt(running, '/api/version')]);
  return { version: own ?? ollamas, modelDigest: null };
}

async function prepareOllama(running: Running): Promise<void> {
  const { service, model } = running;
  if (model === null) return;
  const there = (await ollamaModels(running)) ?? [];
  if (findModel(there, model) !== undefined) return;
  const names = there.map(({ name }) => name);
  throw new ServiceFailure(modelMissing(service, model, names, `"ollama pull ${model}" fetches it`), true);
}
