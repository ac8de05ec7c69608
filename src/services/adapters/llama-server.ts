// llama.cpp's server. It listens before its model is loaded and says so by 503. It answers whatever model a request names
// with the one that it has, so what it has is compared with the plan. Without a model it is a router, see llama-router.
import type { LlamaServerService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { mentions } from '../placeholders.ts';
import { otherModel } from '../sentences.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { fileDetails, textDetail } from './details.ts';
import { modelProps, propsDetails, refuseBlindModel, serverProps } from './llama-props.ts';
import { loadInRouter } from './llama-router.ts';
import { llamaCause } from './log-causes.ts';
import { lastMatch } from './log-facts.ts';
import { openaiModels } from './model-api.ts';
import { isSameModel } from './model-names.ts';

export function llamaServerBlueprint({ command, cwd, env, port, apiKey }: LlamaServerService): Blueprint {
  // Only what the plan passes on can be held against the server; a command with a model of its own names it as it likes.
  const passesModel = mentions([...command, ...Object.values(env)], '{model}');
  return {
    builtin: false,
    api: 'openai',
    apiKey,
    // A prompt that was seen before would otherwise cost nothing, and TTFT would depend on the order of the tests.
    options: { cache_prompt: false },
    body: {
      kind: 'spawned',
      command,
      cwd,
      env: { ...(apiKey !== null && { LLAMA_API_KEY: apiKey }), ...env },
      port,
      ready: { kind: 'http', path: '/health' },
      loadsAtStart: true,
    },
    prepare: (running) => prepare(running, passesModel, cwd),
    identify: (running) => identify(running, cwd),
    explain: llamaCause,
  };
}

async function prepare(running: Running, passesModel: boolean, directory: string): Promise<undefined> {
  const { service, model, roles } = running;
  const { role, model_path: path } = await serverProps(running);
  if (model === null) return;
  if (role === 'router') {
    await loadInRouter(running, model);
  } else if (passesModel) {
    const said = [...((await openaiModels(running)) ?? []), ...(path === undefined ? [] : [path])];
    if (!isSameModel(model, said, directory)) throw new ServiceFailure(otherModel(service, model, said));
  }
  if (roles.includes('vlm')) refuseBlindModel(running, await modelProps(running));
}

async function identify(running: Running, directory: string): Promise<Identity> {
  const props = await modelProps(running);
  const layers = lastMatch(running.log, /offloaded (\d+\/\d+) layers to GPU/)?.[1];
  const details = {
    ...propsDetails(props),
    ...textDetail('layersOnGpu', layers),
    ...fileDetails(props?.model_path, directory),
  };
  return { version: props?.build_info ?? null, modelDigest: null, details };
}
