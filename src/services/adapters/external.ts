// A server that somebody else runs: it is asked, never started and never ended.
import type { ExternalService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { modelMissing } from '../sentences.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { modelProps, propsDetails, refuseBlindModel } from './llama-props.ts';
import { findModel, ollamaIdentity, ollamaModels, openaiModels, versionAt } from './model-api.ts';
import { capabilitiesOf, refuseBlindOllamaModel } from './ollama-capabilities.ts';

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

async function prepareOpenai(running: Running): Promise<undefined> {
  const { service, model, roles } = running;
  const there = model === null ? null : await openaiModels(running);
  if (model !== null && there !== null && !there.some((id) => id === model || id === `${model}:latest`)) {
    const advice = 'correct the model in the plan, or load it there';
    throw new ServiceFailure(modelMissing(service, model, there, advice), true);
  }
  if (!roles.includes('vlm')) return;
  const props = await modelProps(running);
  if (props !== null) refuseBlindModel(running, props); // other servers do not say what their models see
}

/** All routes at once, so that a server which answers none costs its time only once. */
async function identifyOpenai(running: Running): Promise<Identity> {
  const [own, ollamas, props] = await Promise.all([
    versionAt(running, '/version'),
    versionAt(running, '/api/version'),
    modelProps(running),
  ]);
  return { version: own ?? ollamas ?? props?.build_info ?? null, modelDigest: null, details: propsDetails(props) };
}

async function prepareOllama(running: Running): Promise<undefined> {
  const { service, model } = running;
  if (model === null) return;
  const there = (await ollamaModels(running)) ?? [];
  if (findModel(there, model) === undefined) {
    const names = there.map(({ name }) => name);
    throw new ServiceFailure(modelMissing(service, model, names, `"ollama pull ${model}" fetches it`), true);
  }
  if (running.roles.includes('vlm')) refuseBlindOllamaModel(running, model, await capabilitiesOf(running, model));
}
