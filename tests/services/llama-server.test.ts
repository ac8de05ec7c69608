import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { LlamaServerService } from '../../src/domain/plan.ts';
import { llamaServer, steady } from '../support/engine-templates.ts';
import { supervised } from '../support/supervised.ts';

const passed = ['--model', '{model}'];
const file = fileURLToPath(import.meta.url);

async function failureOf(
  template: LlamaServerService,
  model: string,
  roles: readonly string[] = ['llm'],
): Promise<string> {
  const run = supervised();
  run.start({ id: `llama/${model}`, template, model, roles, domain: 'llm' });
  const { message, skipped } = await run.report('failed');
  expect(run.left()).toEqual([]);
  expect(skipped).toBe(false);
  return steady(message);
}

it('waits while the model is loaded, proves that it is the right one, and says what it is', async () => {
  const run = supervised();
  run.start({ id: 'llama/file', template: llamaServer(passed), model: file, domain: 'llm' });
  const { connection, version, modelDigest, details } = await run.report('ready');
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(connection).toMatchObject({ api: 'openai', model: file, options: { cache_prompt: false } });
  expect({ version, modelDigest }).toEqual({ version: 'b11669-fake', modelDigest: null });
  expect(details).toEqual({
    contextLength: 4096,
    totalSlots: 4,
    layersOnGpu: '25/29',
    modelPath: file,
    modelFile: basename(file),
    modelBytes: statSync(file).size,
  });
});

it('keeps what a server says of itself short and plain', async () => {
  const run = supervised();
  const template = llamaServer(['--model', 'tiny', '--version', `\u001b[31mb1\n${'x'.repeat(500)}`]);
  run.start({ id: 'llama/tiny', template, model: 'tiny', domain: 'llm' });
  expect((await run.report('ready')).version).toBe(`b1 ${'x'.repeat(196)}…`);
});

it('refuses a server whose model is another one than the plan says', async () => {
  const template = llamaServer(['--model', '/models/other.gguf', '--asked', '{model}']);
  expect(await failureOf(template, 'qwen3.gguf')).toBe(
    'service "llama/qwen3.gguf" serves "/models/other.gguf" where "qwen3.gguf" is asked for; ' +
      "correct the model in the plan, or the service's command",
  );
});

it('takes the name of the plan for a command that has a model of its own', async () => {
  const run = supervised();
  const template = llamaServer(['--model', '/models/other.gguf']);
  run.start({ id: 'llama/qwen3', template, model: 'qwen3', domain: 'llm' });
  expect((await run.report('ready')).details).toMatchObject({ modelPath: '/models/other.gguf' });
});

it('gives up at once when the model cannot be loaded, with what the server said last', async () => {
  expect(await failureOf(llamaServer([...passed, '--busy', '1', '--dies']), '/models/bad.gguf')).toBe(
    'service "llama//models/bad.gguf" did not answer http://127.0.0.1:PORT/health within 10 s: it exited with code 1 after TIME: ' +
      `gguf_init_from_file: failed to open GGUF file '/models/bad.gguf' (No such file or directory); ` +
      `its last lines: "cmn common_init_: failed to load model '/models/bad.gguf' | srv load_model: failed to load model, ` +
      `'/models/bad.gguf' | srv llama_server: exiting due to model loading error"; see LOG`,
  );
});

it('says that it was still loading when the time is up', async () => {
  const template = llamaServer([...passed, '--busy', '1000'], { readyTimeoutMs: 5000 });
  expect(await failureOf(template, 'tiny')).toBe(
    'service "llama/tiny" did not answer http://127.0.0.1:PORT/health within 5 s: it answered HTTP 503 (Loading model); ' +
      `its last lines: "srv load_model: loading model 'tiny' | load_tensors: offloaded 25/29 layers to GPU"; see LOG`,
  );
});

it('lets a model look at images only where it has a projector', async () => {
  expect(await failureOf(llamaServer(passed), 'gemma', ['vlm'])).toBe(
    'service "llama/gemma" cannot look at images with "gemma": it has no projector; ' +
      'give it with --mmproj FILE, or take a model that sees',
  );
  const run = supervised();
  run.start({
    id: 'llama/gemma',
    template: llamaServer([...passed, '--sees']),
    model: 'gemma',
    roles: ['vlm'],
    domain: 'x',
  });
  await run.report('ready');
});

it('is told by another server on the port that it is no llama-server', async () => {
  expect(await failureOf(llamaServer([], { fake: 'kokoro' }), 'tiny')).toBe(
    'service "llama/tiny" gave an answer to http://127.0.0.1:PORT/props that is none of its API: it answered HTTP 404 (not here)',
  );
});

it('hands the key of the plan to the server, and says when another one is wanted', async () => {
  const right = supervised();
  const template = llamaServer(['--model', 'tiny', '--key', 'from-the-plan'], { apiKey: 'from-the-plan' });
  right.start({ id: 'llama/tiny', template, model: 'tiny', domain: 'llm' });
  await right.report('ready');
  expect(await failureOf({ ...template, apiKey: 'another-key' }, 'tiny')).toBe(
    'service "llama/tiny" refused http://127.0.0.1:PORT/props with HTTP 401; check its apiKey',
  );
});

it.each(['good', 'good-alias', 'there'])('has a router load %s before it is ready', async (model) => {
  const run = supervised();
  run.start({ id: `llama/${model}`, template: llamaServer([], { fake: 'llama-router' }), model, domain: 'llm' });
  expect((await run.report('ready')).details).toEqual({ contextLength: 2048 });
});

it.each([
  [
    'cannot load the model',
    'bad',
    'service "llama/bad" could not load "bad": its process exited with code 1: ' +
      `gguf_init_from_reader: invalid magic characters; ` +
      `its last lines: "[32953] 0.00.012.361 E gguf_init_from_reader: invalid magic characters | [32953] 0.00.012.879 E srv load_model: failed to load model, 'models/bad.gguf'"`,
  ],
  ['takes too long', 'slow', 'service "llama/slow" could not load "slow": after TIME it was still loading'],
])('fails when a router %s', async (_what, model, sentence) => {
  const template = llamaServer([], { fake: 'llama-router', readyTimeoutMs: 5000 });
  expect(await failureOf(template, model)).toBe(sentence);
});

it('skips an optional router that does not know the model', async () => {
  const run = supervised();
  const template = llamaServer([], { fake: 'llama-router', optional: true });
  run.start({ id: 'llama/none', template, model: 'none', domain: 'llm' });
  expect(await run.report('failed')).toMatchObject({
    skipped: true,
    message:
      'service "llama/none" does not have the model "none": it has good, bad, slow, there; ' +
      'put it where the router looks for models, or correct the model in the plan',
  });
});
