// A server that somebody else runs: it is asked, never started and never ended.
import type { ExternalService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { modelMissing } from '../sentences.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { findModel, ollamaModels, openaiModels, versionAt } from './model-api.ts';

const probePaths = { openai: '/v1/models', ollama: '/api/version', none: '/' } as const;

export function externalBlueprint({ url, api, apiKey }: ExternalService): Blueprint {
  const body = { kind: 'external', url: baseUrl(url), probePath: probePaths[api] } as const;
  const common = { builtin: false, api, apiKey, body };
  switch (api) {
    case 'openai':
      return { ...common, identify: identifyOpenai };
    case 'ollama':
      return { ...common, identify: identifyOllama };
    case 'none':
      return { ...common, identify: async () => ({ version: null, modelDigest: null }) };
    default:
      return api satisfies never;
  }
}

/** People write the base URL in either form. */
export function baseUrl(url: string): string {
  return url.replace(/\/+$/, '').replace(/\/v1$/, '');
}

async function identifyOpenai(running: Running): Promise<Identity> {
  const { service, model } = running;
  const there = model === null ? null : await openaiModels(running);
  if (model !== null && there !== null && !there.some((id) => id === model || id === `${model}:latest`)) {
    throw new ServiceFailure(
      modelMissing(service, model, there, 'correct the model in the plan, or load it there'),
      true,
    );
  }
  const version = (await versionAt(running, '/version')) ?? (await versionAt(running, '/api/version'));
  return { version, modelDigest: null };
}

async function identifyOllama(running: Running): Promise<Identity> {
  const { service, model } = running;
  const version = await versionAt(running, '/api/version');
  if (model === null) return { version, modelDigest: null };
  const there = (await ollamaModels(running)) ?? [];
  const found = findModel(there, model);
  if (found === undefined) {
    const names = there.map(({ name }) => name);
    throw new ServiceFailure(modelMissing(service, model, names, `"ollama pull ${model}" fetches it`), true);
  }
  return { version, modelDigest: found.digest };
}
