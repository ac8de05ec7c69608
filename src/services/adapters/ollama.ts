// An Ollama server of our own, on a port of its own, beside whatever else runs on this machine. It answers before its
// port means anything and long before a model is in memory, so ready = version known, model there, model loaded.
import type { OllamaService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { loadFailed, modelMissing, unexpectedAnswer } from '../sentences.ts';
import type { Blueprint, Running } from './blueprint.ts';
import { findModel, loadOllamaModel, ollamaIdentity, ollamaModels, versionAt } from './model-api.ts';

/** Local models only, no blob of a shared model folder deleted, models stay loaded; the plan may say otherwise. */
const defaults = { OLLAMA_NO_CLOUD: '1', OLLAMA_NOPRUNE: '1', OLLAMA_KEEP_ALIVE: '-1' } as const;

export function ollamaBlueprint({ command, env, port }: OllamaService): Blueprint {
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
    },
    prepare,
    identify: ollamaIdentity,
  };
}

async function prepare(running: Running): Promise<void> {
  const { service, model, url, onLoading } = running;
  const version = await versionAt(running, '/api/version');
  if (version === null) throw new ServiceFailure(unexpectedAnswer(service, `${url}/api/version`, 'it has no version'));
  if (model === null) return;
  const there = await ollamaModels(running);
  if (there === null) throw new ServiceFailure(unexpectedAnswer(service, `${url}/api/tags`, 'it lists no models'));
  if (findModel(there, model) === undefined) {
    const names = there.map(({ name }) => name);
    throw new ServiceFailure(modelMissing(service, model, names, `"ollama pull ${model}" fetches it`), true);
  }
  onLoading(model);
  const problem = await loadOllamaModel(running, model);
  if (problem !== null) throw new ServiceFailure(loadFailed(service, model, problem));
}
