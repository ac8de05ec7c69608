import { expect, it } from 'vitest';
import type { BuiltinService } from '../../src/domain/plan.ts';
import { httpProbe } from '../../src/system/http-probe.ts';
import { supervised } from '../support/supervised.ts';

const template: BuiltinService = {
  name: 'builtin',
  adapter: 'builtin',
  tokensPerSecond: 50,
  firstTokenMs: 20,
  seed: null,
  optional: false,
  env: {},
  stopGraceMs: 2000,
  readyTimeoutMs: 10_000,
  restart: 1,
  position: { line: 1, column: 1 },
};

it('runs a built-in model as a program of its own, under the Node that runs us', async () => {
  const run = supervised();
  run.start({ id: 'builtin/tiny-markov', template, model: 'tiny-markov', domain: 'llm' });
  const { connection, binary, version } = await run.report('ready');
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(await run.report('starting')).toMatchObject({ builtin: true, api: 'openai' });
  expect({ binary, version }).toEqual({ binary: process.execPath, version: '0.1.0' });
  const answer = await httpProbe({ url: connection.url, timeoutMs: 1000 });
  expect(JSON.parse(answer.kind === 'answer' ? answer.body : '')).toEqual({
    port: new URL(connection.url).port,
    host: '127.0.0.1',
    model: 'tiny-markov',
    'tokens-per-second': '50',
    'first-token-ms': '20',
  });
});

it('knows which models are built in', async () => {
  const run = supervised();
  run.start({ id: 'builtin/huge', template, model: 'huge', domain: 'llm' });
  expect((await run.report('failed')).message).toBe(
    'service "builtin/huge" is built in and has no model "huge": there is tiny-markov, pixel-vlm, modem-stt, modem-tts',
  );
});
