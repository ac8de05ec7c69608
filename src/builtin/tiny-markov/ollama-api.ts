// POST /api/chat and the lists that Ollama has, as Ollama answers them; durations are real, in nanoseconds.
import * as z from 'zod';
import { beginStream, type Exchange, RequestError, readJson, sendJson } from '../http/exchange.ts';
import { promptTokens, type Request } from './generation.ts';
import type { Served } from './served.ts';
import { inWords, speak } from './speech.ts';

const body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).default([]),
  stream: z.boolean().default(true),
  options: z
    .looseObject({
      num_predict: z.int().optional(),
      temperature: z.number().min(0).optional(),
      seed: z.int().optional(),
      stop: z.array(z.string()).optional(),
    })
    .default({}),
});

type Body = z.output<typeof body>;

const defaultMaxTokens = 256;
const defaultTemperature = 0.8;

export async function ollamaChat(exchange: Exchange, served: Served): Promise<void> {
  const { request, response } = exchange;
  const parsed = body.safeParse(await readJson(request));
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const asked = parsed.data;
  if (withTag(asked.model) !== withTag(served.name)) throw new RequestError(404, `model '${asked.model}' not found`);
  if (asked.messages.length === 0) {
    sendJson(exchange, 200, { ...said(asked, ''), done: true, done_reason: 'load' }, 'loaded');
    return;
  }
  if (asked.stream) beginStream(response, 'application/x-ndjson');
  const clock = startClock();
  const speech = await speak(exchange, served, requestOf(asked, served), (text) => {
    clock.noteToken();
    if (asked.stream) response.write(`${JSON.stringify({ ...said(asked, text), done: false })}\n`);
  });
  const last = {
    ...said(asked, asked.stream ? '' : speech.text),
    done: true,
    done_reason: speech.finish,
    ...clock.durations(),
    prompt_eval_count: promptTokens(asked.messages),
    eval_count: speech.tokens,
  };
  if (!asked.stream) {
    sendJson(exchange, 200, last, inWords(speech));
    return;
  }
  exchange.log(inWords(speech));
  response.end(`${JSON.stringify(last)}\n`);
}

function said({ model }: Body, content: string) {
  return { model, created_at: new Date().toISOString(), message: { role: 'assistant', content } };
}

/** Without a limit, or with none that counts, an answer ends by itself or at the default. */
function requestOf({ messages, options }: Body, served: Served): Request {
  const wanted = options.num_predict ?? -1;
  return {
    messages,
    maxTokens: wanted > 0 ? wanted : defaultMaxTokens,
    temperature: options.temperature ?? defaultTemperature,
    seed: options.seed ?? served.seed,
    stop: options.stop ?? [],
  };
}

/** Reading the prompt lasts until the first token, generating from there to the end. */
function startClock() {
  const startedAt = process.hrtime.bigint();
  let firstAt: bigint | null = null;
  return {
    noteToken(): void {
      firstAt ??= process.hrtime.bigint();
    },
    durations() {
      const endedAt = process.hrtime.bigint();
      const first = firstAt ?? endedAt;
      return {
        total_duration: Number(endedAt - startedAt),
        prompt_eval_duration: Number(first - startedAt),
        eval_duration: Number(endedAt - first),
      };
    },
  };
}

export function ollamaTags(exchange: Exchange, served: Served): void {
  sendJson(exchange, 200, { models: [described(served)] });
}

export function ollamaPs(exchange: Exchange, served: Served): void {
  sendJson(exchange, 200, { models: [{ ...described(served), size_vram: 0 }] });
}

function described({ name, size, digest }: Served) {
  const details = {
    format: 'markov',
    family: 'builtin',
    parameter_size: `${size.contexts}`,
    quantization_level: 'none',
  };
  return { name: withTag(name), model: withTag(name), size: size.contexts, digest, details };
}

const withTag = (model: string): string => (model.includes(':') ? model : `${model}:latest`);

export function ollamaError(exchange: Exchange, { status, message }: RequestError): void {
  sendJson(exchange, status, { error: message }, message);
}
