// POST /v1/chat/completions, as OpenAI-compatible servers answer them.
import * as z from 'zod';
import { type Completed, CompletionStream, sendCompletion } from '../http/chat-completion.ts';
import { type Exchange, RequestError, readJson } from '../http/exchange.ts';
import { noSuchModel } from '../http/sentences.ts';
import { promptTokens, type Request } from './generation.ts';
import type { Served } from './served.ts';
import { inWords, type Speech, speak } from './speech.ts';

const content = z.union([
  z.string(),
  z
    .array(z.object({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.map(({ text }) => text ?? '').join('')),
]);

const body = z.object({
  model: z.string(),
  messages: z.array(z.object({ role: z.string(), content })).min(1),
  stream: z.boolean().default(false),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string())]).nullish(),
});

type Body = z.output<typeof body>;

const defaultMaxTokens = 256;
const defaultTemperature = 1;

export async function openaiChat(exchange: Exchange, served: Served): Promise<void> {
  const parsed = body.safeParse(await readJson(exchange.request));
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const { model, stream } = parsed.data;
  if (model !== served.name) throw new RequestError(404, noSuchModel(model));
  await (stream ? streamed : whole)(exchange, served, parsed.data);
}

async function whole(exchange: Exchange, served: Served, asked: Body): Promise<void> {
  const speech = await speak(exchange, served, requestOf(asked, served), () => undefined);
  sendCompletion(exchange, served.name, speech.text, completed(asked, speech));
}

async function streamed(exchange: Exchange, served: Served, asked: Body): Promise<void> {
  const stream = new CompletionStream(exchange, served.name);
  const speech = await speak(exchange, served, requestOf(asked, served), (text) => stream.content(text));
  stream.end(completed(asked, speech), asked.stream_options?.include_usage === true);
}

function requestOf(asked: Body, served: Served): Request {
  return {
    messages: asked.messages,
    maxTokens: asked.max_completion_tokens ?? asked.max_tokens ?? defaultMaxTokens,
    temperature: asked.temperature ?? defaultTemperature,
    seed: asked.seed ?? served.seed,
    stop: typeof asked.stop === 'string' ? [asked.stop] : (asked.stop ?? []),
  };
}

function completed({ messages }: Body, speech: Speech): Completed {
  const { tokens, finish } = speech;
  const prompt = promptTokens(messages);
  const usage = { prompt_tokens: prompt, completion_tokens: tokens, total_tokens: prompt + tokens };
  return { finish, usage, outcome: inWords(speech) };
}
