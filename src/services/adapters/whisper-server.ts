// whisper.cpp's server. It loads its model before it listens. Its health looks like that of an old llama-server, so the page
// that it shows to browsers, or its log, has to name it. Newer builds alone know /health.
import type { ServiceDetails } from '../../domain/events.ts';
import type { WhisperServerService } from '../../domain/plan.ts';
import { ServiceFailure } from '../failure.ts';
import { mentions } from '../placeholders.ts';
import { notWhisper, otherModel } from '../sentences.ts';
import type { Blueprint, Running } from './blueprint.ts';
import { fileDetails, textDetail } from './details.ts';
import { lastMatch } from './log-facts.ts';
import { ask } from './model-api.ts';
import { isSameModel } from './model-names.ts';

export function whisperServerBlueprint({ command, cwd, env, port, apiKey }: WhisperServerService): Blueprint {
  const passesModel = mentions([...command, ...Object.values(env)], '{model}');
  return {
    builtin: false,
    api: 'whisper',
    apiKey,
    body: {
      kind: 'spawned',
      command,
      cwd,
      env,
      port,
      ready: { kind: 'http', path: '/health' },
      olderPath: '/',
      loadsAtStart: true,
    },
    prepare: (running) => prepare(running, passesModel, cwd),
    // It says its version on no route, and asking the program would start it once more.
    identify: async (running) => ({ version: null, modelDigest: null, details: detailsOf(running, cwd) }),
  };
}

async function prepare(running: Running, passesModel: boolean, directory: string): Promise<undefined> {
  const { service, model, url, log } = running;
  const page = await ask(running, '/');
  const namesItself = page.kind === 'answer' && page.status === 200 && /<title>[^<]*whisper/i.test(page.body);
  if (!namesItself && lastMatch(log, /^whisper_|whisper server listening/) === null) {
    throw new ServiceFailure(notWhisper(service, url));
  }
  const loaded = modelPath(running);
  if (model === null || loaded === null || !passesModel || isSameModel(model, [loaded], directory)) return;
  throw new ServiceFailure(otherModel(service, model, [loaded]));
}

/** What it loaded; null where its log does not say. */
function modelPath({ log }: Running): string | null {
  return lastMatch(log, /whisper_init_\w+: loading model from '(.*)'/)?.[1] ?? null;
}

function detailsOf(running: Running, directory: string): ServiceDetails {
  const type = lastMatch(running.log, /whisper_model_load: type\s+= \d+ \((?!unknown)(.+)\)/)?.[1];
  return { ...textDetail('modelType', type), ...fileDetails(modelPath(running), directory) };
}
