// Servers that speak OpenAI's `/v1/audio/*`: speaches, Kokoro-FastAPI and others. That they are up says nothing of a model;
// those of the speaches kind are told to load it, others load it with the first request.
import * as z from 'zod';
import type { OpenaiAudioService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { modelMissing } from '../sentences.ts';
import type { Blueprint, Identity, Running } from './blueprint.ts';
import { ask, parsed } from './model-api.ts';
import { refuseWithoutKey } from './own-routes.ts';
import { isSpeaches, loadInSpeaches, unloadFromSpeaches } from './speaches.ts';

/** speaches forgets a model that nobody asks for, perhaps between two tests, and opens a page for people. */
const defaults = { STT_MODEL_TTL: '-1', TTS_MODEL_TTL: '-1', ENABLE_UI: 'false' } as const;

export function openaiAudioBlueprint(template: OpenaiAudioService): Blueprint {
  const { command, cwd, env, port, apiKey, readyPath } = template;
  return {
    builtin: false,
    api: 'openai',
    apiKey,
    body: {
      kind: 'spawned',
      command,
      cwd,
      env: { ...defaults, ...(apiKey !== null && { API_KEY: apiKey }), ...env },
      port,
      ready: { kind: 'http', path: readyPath },
      loadsAtStart: false,
    },
    prepare,
    identify,
    release: async (running) => {
      if (running.model !== null && (await isSpeaches(running))) await unloadFromSpeaches(running, running.model);
    },
  };
}

const modelsAnswer = z.object({ data: z.array(z.object({ id: z.string() })) });

async function prepare(running: Running): Promise<undefined> {
  const { service, model } = running;
  if (model === null) return;
  if (await isSpeaches(running)) {
    await loadInSpeaches(running, model);
    return;
  }
  const path = '/v1/models';
  const outcome = await ask(running, path);
  refuseWithoutKey(running, path, outcome);
  const there = parsed(outcome, modelsAnswer)?.data.map(({ id }) => id) ?? [];
  // Some list nothing and serve all the same.
  if (there.length === 0 || there.includes(model)) return;
  throw new ServiceFailure(modelMissing(service, model, there, 'correct the model in the plan'), true);
}

const openapiAnswer = z.object({ info: z.object({ version: z.string().min(1) }) });
/** What FastAPI writes where the program does not say its own. */
const unsaidVersion = '0.1.0';

async function identify(running: Running): Promise<Identity> {
  const said = parsed(await ask(running, '/openapi.json'), openapiAnswer)?.info.version ?? null;
  return { version: said === unsaidVersion ? null : said, modelDigest: null };
}
