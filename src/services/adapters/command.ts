// Any program. What it is it may say on the routes of its API; nothing depends on it.
import type { CommandService } from '../../domain/plan.ts';
import type { Blueprint } from './blueprint.ts';
import { ollamaIdentity, versionAt } from './model-api.ts';

export function commandBlueprint(template: CommandService): Blueprint {
  const { api, apiKey, command, cwd, env, port, ready } = template;
  return {
    builtin: false,
    api,
    apiKey,
    body: { kind: 'spawned', command, cwd, env, port, ready, loadsAtStart: true },
    prepare: async () => undefined,
    async identify(running) {
      if (api === 'ollama') return ollamaIdentity(running);
      return { version: api === 'openai' ? await versionAt(running, '/version') : null, modelDigest: null };
    },
  };
}
