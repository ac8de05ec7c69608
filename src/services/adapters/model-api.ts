// What servers say about themselves and their models, as far as their answers follow the Ollama or the OpenAI API.
import * as z from 'zod';
import type { JsonObject } from '../../domain/plan.ts';
import { type HttpOutcome, httpProbe } from '../../system/http-probe.ts';
import { seconds } from '../sentences.ts';
import type { Identity, Running } from './blueprint.ts';

const askMs = 5000;

const versionAnswer = z.object({ version: z.string().min(1) });
const tagsAnswer = z.object({ models: z.array(z.object({ name: z.string(), digest: z.string().optional() })) });
const modelsAnswer = z.object({ data: z.array(z.object({ id: z.string() })) });

/** Null where the server has no such route. */
export async function versionAt(running: Running, path: '/api/version' | '/version'): Promise<string | null> {
  return parsed(await ask(running, path), versionAnswer)?.version ?? null;
}

/** Both at once, so that a server which answers neither costs its time only once. */
export async function ollamaIdentity(running: Running): Promise<Identity> {
  const { model } = running;
  const [version, there] = await Promise.all([
    versionAt(running, '/api/version'),
    model === null ? null : ollamaModels(running),
  ]);
  const found = model === null ? undefined : findModel(there ?? [], model);
  return { version, modelDigest: found?.digest ?? null };
}

export interface OllamaModel {
  readonly name: string;
  readonly digest: string | null;
}

/** Null where the server has no such route. */
export async function ollamaModels(running: Running): Promise<readonly OllamaModel[] | null> {
  const answer = parsed(await ask(running, '/api/tags'), tagsAnswer);
  return answer?.models.map(({ name, digest }) => ({ name, digest: digest ?? null })) ?? null;
}

/** `x` and `x:latest` are the same model. */
export function findModel(models: readonly OllamaModel[], wanted: string): OllamaModel | undefined {
  return models.find(({ name }) => withTag(name) === withTag(wanted));
}

function withTag(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).includes(':') ? name : `${name}:latest`;
}

/** Ids; null where the server has no such route. */
export async function openaiModels(running: Running): Promise<readonly string[] | null> {
  return parsed(await ask(running, '/v1/models'), modelsAnswer)?.data.map(({ id }) => id) ?? null;
}

/** Loads by an empty conversation, which answers once the model is in memory; says what went wrong, or null. */
export async function loadOllamaModel(running: Running, model: string, request: JsonObject): Promise<string | null> {
  const outcome = await httpProbe({
    url: `${running.url}/api/chat`,
    json: { ...request, model, messages: [], stream: false },
    timeoutMs: running.timeoutMs,
    signal: running.signal,
  });
  if (outcome.kind === 'answer' && outcome.status === 200) return errorIn(outcome.body);
  return outcome.kind === 'timeout' ? `it took longer than ${seconds(running.timeoutMs)}` : inWords(outcome);
}

export function authorization(apiKey: string | null): Readonly<Record<string, string>> {
  return apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
}

/** What came of a request that did not give what it should. */
export function inWords(outcome: HttpOutcome): string {
  switch (outcome.kind) {
    case 'answer': {
      const error = errorIn(outcome.body);
      return `it answered HTTP ${outcome.status}${error === null ? '' : ` (${error})`}`;
    }
    case 'refused':
      return 'the connection was refused';
    case 'timeout':
      return 'it gave no answer';
    case 'broken':
      return outcome.message;
    default:
      return outcome satisfies never;
  }
}

const message = z.object({ message: z.string() }).transform((error) => error.message);
/** As Ollama and OpenAI put it, as older vLLM does, and as FastAPI does, with a list where the request itself was wrong. */
const errorAnswer = z.union([
  z.object({ error: z.union([z.string(), message]) }).transform(({ error }) => error),
  z
    .object({ detail: z.union([z.string(), message, z.array(z.object({ msg: z.string() }))]) })
    .transform(({ detail }) => (typeof detail === 'string' ? detail : detail.map(({ msg }) => msg).join('; '))),
  z.object({ object: z.literal('error'), message: z.string() }).transform((error) => error.message),
]);

function errorIn(body: string): string | null {
  return parseWith(body, errorAnswer);
}

export function ask({ url, apiKey, timeoutMs, signal }: Running, path: string): Promise<HttpOutcome> {
  const limitMs = Math.min(askMs, timeoutMs);
  return httpProbe({ url: `${url}${path}`, headers: authorization(apiKey), timeoutMs: limitMs, signal });
}

export function parsed<T>(outcome: HttpOutcome, schema: z.ZodType<T>): T | null {
  return outcome.kind === 'answer' && outcome.status === 200 ? parseWith(outcome.body, schema) : null;
}

function parseWith<T>(body: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null; // not JSON: this server means something else by the route
  }
}
