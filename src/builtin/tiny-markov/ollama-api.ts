// POST /api/chat and the lists that Ollama has, as Ollama answers them; durations are real, in nanoseconds.
import { z } from 'zod';
import { beginStream, type Exchange, RequestError, readJson, sendJson } from './exchange.ts';
import { generate, promptTokens } from './generation.ts';
import type { Served } from './served.ts';

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

const defaultMaxTokens = 256;
const defaultTemperature = 0.8;

export async function ollamaChat({ request, response, signal }: Exchange, served: Served): Promise<string> {
  const parsed = body.safeParse(await readJson(request));
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const { model, messages, stream, options } = parsed.data;
  if (withTag(model) !== withTag(served.name)) throw new RequestError(404, `model '${model}' not found`);
  const line = (content: string, rest: object): string =>
    `${JSON.stringify({ model, created_at: new Date().toISOString(), message: { role: 'assistant', content }, ...rest })}\n`;
  if (messages.length === 0) {
    sendJson(response, 200, JSON.parse(line('', { done: true, done_reason: 'load' })));
    return 'loaded';
  }
  const wanted = options.num_predict ?? -1;
  const request_ = {
    messages,
    maxTokens: wanted > 0 ? wanted : defaultMaxTokens,
    temperature: options.temperature ?? defaultTemperature,
    seed: options.seed ?? served.seed,
    stop: options.stop ?? [],
  };
  const clock = startClock();
  let text = '';
  let made = 0;
  let finish: string | null = null;
  if (stream) beginStream(response, 'application/x-ndjson');
  for await (const piece of generate(served.model, request_, served.pace, signal)) {
    clock.noteFirst();
    if (piece.text !== '') made += 1;
    ({ finish } = piece);
    if (!stream) text += piece.text;
    else if (piece.text !== '') response.write(line(piece.text, { done: false }));
  }
  const counts = { prompt_eval_count: promptTokens(messages), eval_count: made };
  const last = line(text, { done: true, done_reason: finish, ...clock.durations(), ...counts });
  if (stream) response.end(last);
  else sendJson(response, 200, JSON.parse(last));
  return `${made} tokens, ${finish}`;
}

/** Reading the prompt lasts until the first token, generating from there to the end. */
function startClock() {
  const startedAt = process.hrtime.bigint();
  let firstAt: bigint | null = null;
  return {
    noteFirst(): void {
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

export function ollamaTags({ response }: Exchange, served: Served): string {
  return sendJson(response, 200, { models: [described(served)] });
}

export function ollamaPs({ response }: Exchange, served: Served): string {
  return sendJson(response, 200, { models: [{ ...described(served), size_vram: 0 }] });
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

export function ollamaError({ response }: Exchange, { status, message }: RequestError): void {
  sendJson(response, status, { error: message });
}
