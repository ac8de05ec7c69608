// Any program. What it is it may say on the routes of its API; nothing depends on it.
import type { CommandService } from '../../domain/plan.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { findModel, ollamaModels, versionAt } from './model-api.ts';

export function commandBlueprint(template: CommandService): Blueprint {
  const { api, apiKey, command, cwd, env, port, ready } = template;
  return {
    builtin: false,
    api,
    apiKey,
    body: { kind: 'spawned', command, cwd, env, port, ready, loadsAtStart: true },
    async identify(running): Promise<Identity> {
      if (api === 'ollama') return identifyOllama(running);
      return { version: api === 'openai' ? await versionAt(running, '/version') : null, modelDigest: null };
    },
  };
}

async function identifyOllama(running: Running): Promise<Identity> {
  const models = running.model === null ? null : await ollamaModels(running);
  const found = running.model === null ? undefined : findModel(models ?? [], running.model);
  return { version: await versionAt(running, '/api/version'), modelDigest: found?.digest ?? null };
}
