import { expect, it } from 'vitest';
import type { JsonObject } from '../../../src/domain/plan.ts';
import type { ChatRequest, ChatSink } from '../../../src/drivers/chat/chat-api.ts';
import { ollamaApi } from '../../../src/drivers/chat/ollama.ts';

const request: ChatRequest = {
  model: 'm',
  messages: [{ role: 'user', content: 'Hello' }],
  maxTokens: 64,
  capped: false,
  options: {},
  responseSchema: null,
};

/** What a stream says, call by call. */
function told(...chunks: readonly string[]): readonly unknown[] {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): void =>
      void calls.push([name, ...args]);
  const sink: ChatSink = {
    content: note('content'),
    reasoning: note('reasoning'),
    finish: note('finish'),
    figures: note('figures'),
    serverError: note('serverError'),
    broken: note('broken'),
    end: note('end'),
  };
  const decoder = ollamaApi.decoder(sink);
  for (const chunk of chunks) decoder.push(new TextEncoder().encode(chunk));
  decoder.end();
  return calls;
}

const line = (fields: JsonObject): string => `${JSON.stringify({ model: 'm', done: false, ...fields })}\n`;
const last = (fields: JsonObject): string =>
  line({ message: { role: 'assistant', content: '' }, done: true, ...fields });

it('puts what Ollama takes beside the options there, and all else among the options of the model', () => {
  const options = {
    num_ctx: 4096,
    temperature: 0,
    stop: ['.'],
    think: true,
    format: 'json',
    keep_alive: -1,
    tools: [],
  };
  expect(ollamaApi.body({ ...request, options })).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
    think: true,
    format: 'json',
    keep_alive: -1,
    tools: [],
    options: { num_predict: 64, num_ctx: 4096, temperature: 0, stop: ['.'] },
  });
});

it('takes times in nanoseconds, and no speed of the prompt, whose count includes what came from the cache', () => {
  const figures = {
    load_duration: 2_154_458,
    prompt_eval_count: 26,
    prompt_eval_duration: 1_000,
    eval_count: 298,
    eval_duration: 4_799_921_000,
  };
  expect(told(last({ done_reason: 'stop', ...figures }))).toEqual([
    ['figures', { outputTokens: 298, inputTokens: 26, decodeTokensPerSecond: 298 / 4.799921, loadMs: 2.154458 }],
    ['finish', 'stop'],
    ['end'],
  ]);
});

it('knows no figure that is left out, or that is zero where nothing takes no time', () => {
  expect(told(last({ done_reason: 'length' }))).toEqual([['figures', {}], ['finish', 'length'], ['end']]);
  expect(told(last({ eval_count: 3, eval_duration: 0, load_duration: 0 }))).toEqual([
    ['figures', { outputTokens: 3 }],
    ['finish', 'stop'],
    ['end'],
  ]);
});

it('keeps thoughts and content apart, and takes the text of the last line', () => {
  const thought = line({ message: { role: 'assistant', content: '', thinking: 'Hm.' } });
  const [, ...rest] = told(thought, last({ message: { role: 'assistant', content: 'Yes' }, error: null }));
  expect(rest).toEqual([['content', 'Yes'], ['figures', {}], ['finish', 'stop'], ['end']]);
  expect(told(thought)).toEqual([['reasoning', 'Hm.']]);
});

it('hears an error in the middle of a stream that began well', () => {
  expect(told(line({ message: { content: 'Hel' } }), '{"error":"an error was encountered"}\n')).toEqual([
    ['content', 'Hel'],
    ['serverError', 'an error was encountered'],
  ]);
});

it('does not take a stream that just stops for a whole one', () => {
  expect(told(line({ message: { content: 'Hel' } }), '{"message":{"content":"lo"')).toEqual([
    ['content', 'Hel'],
    ['broken', 'sent a line that is not JSON', '{"message":{"content":"lo"'],
  ]);
});
