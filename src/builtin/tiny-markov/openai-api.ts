// POST /v1/chat/completions and GET /v1/models, as OpenAI-compatible servers answer them.
import { z } from 'zod';
import { beginStream, type Exchange, RequestError, readJson, sendJson } from './exchange.ts';
import { generate, promptTokens } from './generation.ts';
import type { Served } from './served.ts';

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

const defaultMaxTokens = 256;
const defaultTemperature = 1;

export async function openaiChat({ request, response, signal }: Exchange, served: Served): Promise<string> {
  const parsed = body.safeParse(await readJson(request));
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const { model, messages, stream, stream_options, temperature, seed, stop, ...rest } = parsed.data;
  if (model !== served.name) throw new RequestError(404, `The model \`${model}\` does not exist.`);
  const pieces = generate(
    served.model,
    {
      messages,
      maxTokens: rest.max_completion_tokens ?? rest.max_tokens ?? defaultMaxTokens,
      temperature: temperature ?? defaultTemperature,
      seed: seed ?? served.seed,
      stop: typeof stop === 'string' ? [stop] : (stop ?? []),
    },
    served.pace,
    signal,
  );
  const about = { id: `chatcmpl-${served.nextId()}`, created: Math.floor(Date.now() / 1000), model };
  const usage = (completion: number) => {
    const prompt = promptTokens(messages);
    return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  };
  let made = 0;
  let text = '';
  let finish: string | null = null;
  const send = (choices: unknown[], extra: object = {}): void =>
    void response.write(
      `data: ${JSON.stringify({ ...about, object: 'chat.completion.chunk', choices, ...extra })}\n\n`,
    );
  if (stream) beginStream(response, 'text/event-stream');
  for await (const piece of pieces) {
    if (piece.text !== '') made += 1;
    ({ finish } = piece);
    if (!stream) text += piece.text;
    else if (piece.text !== '') {
      const delta = made === 1 ? { role: 'assistant', content: piece.text } : { content: piece.text };
      send([{ index: 0, delta, finish_reason: null }]);
    }
  }
  if (stream) {
    send([{ index: 0, delta: {}, finish_reason: finish }]);
    if (stream_options?.include_usage === true) send([], { usage: usage(made) });
    response.end('data: [DONE]\n\n');
  } else {
    const message = { role: 'assistant', content: text };
    const choices = [{ index: 0, message, finish_reason: finish }];
    sendJson(response, 200, { ...about, object: 'chat.completion', choices, usage: usage(made) });
  }
  return `${made} tokens, ${finish}`;
}

export function openaiModels({ response }: Exchange, served: Served): string {
  const model = { id: served.name, object: 'model', created: served.startedAt, owned_by: 'flightdeck-builtin' };
  return sendJson(response, 200, { object: 'list', data: [model] });
}

export function openaiError({ response }: Exchange, { status, message }: RequestError): void {
  const type = status === 404 ? 'NotFoundError' : 'BadRequestError';
  sendJson(response, status, { error: { message, type, param: null, code: status } });
}
