// An Ollama server of our own, on a port of its own. It answers before its port means anything and long before a model is in
// memory, so ready = version known, model there, model loaded as the requests will want it, and on the GPU where there is one.
import type { JsonObject, OllamaService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { loadFailed, modelMissing, unexpectedAnswer } from '../sentences.ts';
import type { Blueprint, Prepared, Running } from './blueprint.ts';
import { findModel, loadOllamaModel, ollamaModels, versionAt } from './model-api.ts';
import { refuseBlindOllamaModel, showModel, thinkOption } from './ollama-capabilities.ts';
import { unloadEverything } from './ollama-memory.ts';
import { identifyOllama, refuseCpu } from './ollama-placement.ts';
import { pullModel } from './ollama-pull.ts';

/** Local models only, no blob of a shared model folder deleted, models stay loaded; the plan may say otherwise. */
const defaults = { OLLAMA_NO_CLOUD: '1', OLLAMA_NOPRUNE: '1', OLLAMA_KEEP_ALIVE: '-1' } as const;

/** A request that names another value than the model was loaded with has it loaded again. */
const loadTimeOptions: ReadonlySet<string> = new Set([
  'num_ctx',
  'num_batch',
  'num_gpu',
  'main_gpu',
  'use_mmap',
  'num_thread',
]);

export function ollamaBlueprint(template: OllamaService): Blueprint {
  const { command, env, existing, port } = template;
  return {
    builtin: false,
    api: 'ollama',
    apiKey: null,
    body: {
      kind: 'spawned',
      command,
      cwd: process.cwd(),
      // The port is the plan's `port`: another OLLAMA_HOST would be a server that nobody watches.
      env: { ...defaults, ...env, OLLAMA_HOST: '{host}:{port}' },
      port,
      ready: { kind: 'http', path: '/api/version' },
      loadsAtStart: false,
      takesOver: existing === 'stop',
    },
    prepare: (running) => prepare(running, template),
    identify: identifyOllama,
    release: unloadEverything,
  };
}

async function prepare(running: Running, template: OllamaService): Promise<Prepared | undefined> {
  const { service, model, url } = running;
  const version = await versionAt(running, '/api/version');
  if (version === null) throw new ServiceFailure(unexpectedAnswer(service, `${url}/api/version`, 'it has no version'));
  if (model === null) return;
  await provide(running, model, template.pull);
  const shown = await showModel(running, model);
  refuseBlindOllamaModel(running, model, shown.capabilities ?? null);
  const contextLength = running.options['num_ctx'] ?? template.contextLength;
  const options = { ...pick(running.options, loadTimeOptions), num_ctx: contextLength };
  running.onLoading(model);
  const problem = await loadOllamaModel(running, model, { options, keep_alive: running.options['keep_alive'] ?? -1 });
  if (problem !== null) throw new ServiceFailure(loadFailed(service, model, problem));
  if (!template.allowCpu) await refuseCpu(running, model, contextLength);
  const think = thinkOption(shown);
  return { options: { num_ctx: contextLength, ...(think !== undefined && { think }) } };
}

/** The model is there, or is fetched. */
async function provide(running: Running, model: string, pull: boolean): Promise<void> {
  const { service, url } = running;
  const there = await ollamaModels(running);
  if (there === null) throw new ServiceFailure(unexpectedAnswer(service, `${url}/api/tags`, 'it lists no models'));
  if (findModel(there, model) !== undefined) return;
  if (pull) return pullModel(running, model);
  const names = there.map(({ name }) => name);
  const advice = `"ollama pull ${model}" fetches it, or set pull: true`;
  throw new ServiceFailure(modelMissing(service, model, names, advice), true);
}

function pick(options: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(options).filter(([name]) => names.has(name)));
}
