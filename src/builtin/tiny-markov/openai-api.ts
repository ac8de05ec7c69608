// POST /v1/chat/completions, as OpenAI-compatible servers answer them.
import { z } from 'zod';
import { beginStream, type Exchange, RequestError, readJson, sendJson } from '../http/exchange.ts';
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
  const message = { role: 'assistant', content: speech.text };
  const completion = {
    ...about(served, 'chat.completion'),
    choices: [{ index: 0, message, finish_reason: speech.finish }],
    usage: usage(asked, speech),
  };
  sendJson(exchange, 200, completion, inWords(speech));
}

async function streamed(exchange: Exchange, served: Served, asked: Body): Promise<void> {
  const { response } = exchange;
  const shared = about(served, 'chat.completion.chunk');
  const send = (choices: readonly object[], extra: object = {}): void => {
    response.write(`data: ${JSON.stringify({ ...shared, choices, ...extra })}\n\n`);
  };
  beginStream(response, 'text/event-stream');
  const speech = await speak(exchange, served, requestOf(asked, served), (text, number) => {
    const delta = number === 1 ? { role: 'assistant', content: text } : { content: text };
    send([{ index: 0, delta, finish_reason: null }]);
  });
  send([{ index: 0, delta: {}, finish_reason: speech.finish }]);
  if (asked.stream_options?.include_usage === true) send([], { usage: usage(asked, speech) });
  exchange.log(inWords(speech));
  response.end('data: [DONE]\n\n');
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

function about(served: Served, object: string) {
  return { id: `chatcmpl-${served.nextId()}`, object, created: Math.floor(Date.now() / 1000), model: served.name };
}

function usage({ messages }: Body, { tokens }: Speech) {
  const prompt = promptTokens(messages);
  return { prompt_tokens: prompt, completion_tokens: tokens, total_tokens: prompt + tokens };
}
