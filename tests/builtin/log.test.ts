import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import type { Exchange } from '../../src/builtin/http/exchange.ts';
import { ollamaChat } from '../../src/builtin/tiny-markov/ollama-api.ts';
import { openaiChat } from '../../src/builtin/tiny-markov/openai-api.ts';
import { serverOptions } from '../../src/builtin/tiny-markov/options.ts';
import { train } from '../../src/builtin/tiny-markov/served.ts';

const fast = ['--port', '0', '--tokens-per-second', '0', '--first-token-ms', '0'];

it.each([
  ['OpenAI', openaiChat, { max_tokens: 5 }],
  ['Ollama', ollamaChat, { options: { num_predict: 5 } }],
] as const)('writes the line of a request before its answer ends: %s', async (_api, chat, limit) => {
  const served = train(serverOptions(fast));
  const logged: { outcome: string; ended: boolean }[] = [];
  const log = (response: ServerResponse) => (outcome: string) =>
    void logged.push({ outcome, ended: response.writableEnded });
  const { signal } = new AbortController();
  const server = createServer((request, response) => {
    const exchange: Exchange = { request, response, signal, log: log(response) };
    void chat(exchange, served);
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.int() }).parse(server.address());
  for (const stream of [true, false]) {
    const body = JSON.stringify({
      model: served.name,
      messages: [{ role: 'user', content: 'Hello' }],
      stream,
      ...limit,
    });
    await (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body })).text();
  }
  const line = { outcome: '5 tokens, length', ended: false };
  expect(logged).toEqual([line, line]);
});
