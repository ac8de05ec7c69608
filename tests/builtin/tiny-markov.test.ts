import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { runChat } from '../../src/drivers/chat/chat-driver.ts';
import { builtinService } from '../support/builtin-service.ts';
import { chatScenario, contextFor, target, taskOf } from '../support/trial-tasks.ts';
import { until } from '../support/until.ts';

const fast = ['--tokens-per-second', '0', '--first-token-ms', '0'] as const;
const messages = [{ role: 'user', content: 'The quick brown fox' }];

async function post(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }), finish_reason: z.string() })).length(1),
  usage: z.object({ prompt_tokens: z.int(), completion_tokens: z.int(), total_tokens: z.int() }),
});

async function complete(url: string, fields: object) {
  const { body } = await post(`${url}/v1/chat/completions`, {
    model: 'tiny-markov',
    messages,
    max_tokens: 40,
    ...fields,
  });
  const { choices, usage } = completion.parse(body);
  return { text: choices[0]?.message.content ?? '', usage };
}

describe('an answer', () => {
  it('goes on where the prompt ends', async () => {
    const { url } = await builtinService('tiny-markov', ...fast);
    expect((await complete(url, { temperature: 0 })).text).toMatch(/^jumps over the lazy dog/);
  });

  it('is the same for the same request, and another one for another seed, also that of the server', async () => {
    const { url } = await builtinService('tiny-markov', ...fast);
    const first = await complete(url, { seed: 7 });
    expect(await complete(url, { seed: 7 })).toEqual(first);
    expect((await complete(url, { seed: 8 })).text).not.toBe(first.text);
    const other = await builtinService('tiny-markov', ...fast, '--seed', '7');
    expect(await complete(other.url, {})).toEqual(first);
  });

  it('has exactly as many tokens as its usage says, streamed through either API', async () => {
    const { url } = await builtinService('tiny-markov', ...fast);
    for (const api of ['openai', 'ollama'] as const) {
      const task = taskOf(chatScenario({ maxTokens: 20 }), [target(url, { api, model: 'tiny-markov' })]);
      const measured = await runChat(task, contextFor(task));
      expect(measured).toMatchObject({ status: 'passed', metrics: { outputTokens: 20, finishReason: 'length' } });
      const content = measured.actual?.content ?? '';
      expect(content.match(/[\p{L}\p{N}'’-]+|[^\s\p{L}\p{N}]/gu)).toHaveLength(20);
    }
  });

  it('ends before a stop word', async () => {
    const { url } = await builtinService('tiny-markov', ...fast);
    const { text, usage } = await complete(url, { temperature: 0, stop: ' lazy' });
    expect(text).toBe('jumps over the');
    expect(usage).toEqual({ prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 });
  });

  it('comes at the rate that was asked for', async () => {
    const { url } = await builtinService('tiny-markov', '--tokens-per-second', '100', '--first-token-ms', '40');
    const task = taskOf(chatScenario({ maxTokens: 31 }), [target(url, { model: 'tiny-markov' })]);
    const { metrics } = await runChat(task, contextFor(task));
    expect(Number(metrics['ttftMs'])).toBeGreaterThanOrEqual(40);
    expect(Number(metrics['e2eMs'])).toBeGreaterThanOrEqual(340);
    // How exact it is on an idle machine is a matter of the benchmarks; busy neighbours can only make it late.
    expect(Number(metrics['decodeTokensPerSecond'])).toBeGreaterThan(10);
  });
});

describe('an error', () => {
  it('has the form of the API that was asked', async () => {
    const { url } = await builtinService('tiny-markov', ...fast);
    expect(await post(`${url}/v1/chat/completions`, { model: 'gpt', messages })).toEqual({
      status: 404,
      body: { error: { message: 'The model `gpt` does not exist.', type: 'NotFoundError', param: null, code: 404 } },
    });
    expect(await post(`${url}/api/chat`, { model: 'llama3', messages })).toEqual({
      status: 404,
      body: { error: "model 'llama3' not found" },
    });
    expect(await post(`${url}/api/chat`, '{"model":')).toEqual({
      status: 400,
      body: { error: 'the body is not valid JSON' },
    });
    expect(await post(`${url}/v1/chat/completions`, { model: 'tiny-markov', messages: 'hello' })).toMatchObject({
      status: 400,
    });
  });
});

it('tells what it is and what it serves', async () => {
  const { url, log } = await builtinService('tiny-markov');
  const get = async (path: string) => (await fetch(url + path)).json();
  expect(await get('/health')).toEqual({ status: 'ok' });
  expect(await get('/v1/models')).toMatchObject({ data: [{ id: 'tiny-markov', owned_by: 'flightdeck-builtin' }] });
  expect(await get('/api/version')).toMatchObject({ version: expect.stringMatching(/-builtin$/) });
  expect(await get('/api/tags')).toMatchObject({ models: [{ name: 'tiny-markov:latest' }] });
  expect(await get('/api/ps')).toMatchObject({ models: [{ name: 'tiny-markov:latest', size_vram: 0 }] });
  expect(log()).toMatch(/a built-in model: trained on \d+ tokens/);
  expect(log()).toContain('GET /health 200');
});

it('stops at once on SIGTERM, also in the middle of an answer', async () => {
  const { url, pid, exited, log } = await builtinService('tiny-markov', '--tokens-per-second', '1');
  const asked = request(`${url}/v1/chat/completions`, { method: 'POST' });
  const begun = new Promise<void>((resolve) => {
    asked.on('response', (response) => {
      response.on('data', () => resolve());
      response.on('error', () => undefined); // it is cut off below
    });
  });
  asked.end(JSON.stringify({ model: 'tiny-markov', messages, stream: true }));
  await begun;
  process.kill(pid, 'SIGTERM');
  expect(await exited).toEqual([0, null]);
  await until(() => log().includes('SIGTERM: stopping'), 'the last line of the log');
});
