// llama-server without a model of its own: a router that is healthy at once and starts a child for each model. The model is
// loaded here, so that the first request does not pay for it.
import * as z from 'zod';
import { now, pause } from '../../system/clock.ts';
import { httpProbe } from '../../system/http-probe.ts';
import { lastLines } from '../../system/log-files.ts';
import { ServiceFailure } from '../failure.ts';
import { loadDied, loadFailed, modelMissing, seconds } from '../sentences.ts';
import type { Running } from './blueprint.ts';
import { llamaCause } from './log-causes.ts';
import { authorization, inWords } from './model-api.ts';
import { ownRoute } from './own-routes.ts';

const status = z.object({ value: z.string(), failed: z.boolean().optional(), exit_code: z.number().optional() });
const modelsAnswer = z.object({
  data: z.array(z.object({ id: z.string(), aliases: z.array(z.string()).optional(), status })),
});

const pollMs = 100;
const quotedLines = 3;

export async function loadInRouter(running: Running, model: string): Promise<void> {
  const { service, timeoutMs, signal } = running;
  const deadline = now() + timeoutMs;
  const before = await entryOf(running, model);
  if (isLoaded(before)) return;
  await askForLoad(running, before.id);
  while (!signal.aborted) {
    const { status: current } = await entryOf(running, model);
    if (current.value === 'loaded') return;
    if (current.failed === true) throw new ServiceFailure(deathOf(running, model, current.exit_code ?? null));
    if (now() >= deadline) throw new ServiceFailure(loadFailed(service, model, tooSlow(current.value, timeoutMs)));
    if (current.value === 'downloading') running.onPulling(model, current.value, null);
    await pause(pollMs, signal);
  }
}

type Entry = z.infer<typeof modelsAnswer>['data'][number];

async function entryOf(running: Running, model: string): Promise<Entry> {
  const { data } = await ownRoute(running, '/models', modelsAnswer);
  const entry = data.find(({ id, aliases = [] }) => id === model || aliases.includes(model));
  if (entry !== undefined) return entry;
  const there = data.map(({ id }) => id);
  const advice = 'put it where the router looks for models, or correct the model in the plan';
  throw new ServiceFailure(modelMissing(running.service, model, there, advice), true);
}

/** One that sleeps wakes by itself. */
function isLoaded({ status: { value } }: Entry): boolean {
  return value === 'loaded' || value === 'sleeping';
}

/** That it is loading already is no failure, although the router answers 400 then. */
async function askForLoad(running: Running, id: string): Promise<void> {
  const { service, url, apiKey, timeoutMs, signal } = running;
  const headers = authorization(apiKey);
  const outcome = await httpProbe({ url: `${url}/models/load`, json: { model: id }, headers, timeoutMs, signal });
  if (outcome.kind === 'answer' && outcome.status === 200) return;
  if (signal.aborted || (await entryOf(running, id)).status.value !== 'unloaded') return;
  throw new ServiceFailure(loadFailed(service, id, inWords(outcome)));
}

function deathOf({ service, log }: Running, model: string, exitCode: number | null): string {
  const cause = log === null ? null : llamaCause(log);
  return loadDied(service, model, { exitCode, cause, lastLines: log === null ? [] : lastLines(log, quotedLines) });
}

function tooSlow(state: string, timeoutMs: number): string {
  return `after ${seconds(timeoutMs)} it was still ${state}`;
}
