import { spawn } from 'node:child_process';
import { once } from 'node:events';
import getPort from 'get-port';
import { expect, it, onTestFinished } from 'vitest';
import { identify, isAlive } from '../../src/system/processes.ts';
import { tcpProbe } from '../../src/system/tcp-probe.ts';
import { fakeEngine } from '../support/engine-templates.ts';
import { externalService, supervised } from '../support/supervised.ts';
import { unsupervisedServer } from '../support/unsupervised-server.ts';
import { until } from '../support/until.ts';

it('uses a server that is already running, and leaves it running', async () => {
  const server = await unsupervisedServer('fake-openai');
  const identity = identify(server.pid);
  const run = supervised();
  const template = externalService(`${server.url}/v1/`, { apiKey: 'right-key' });
  run.start({ id: 'remote/mini', template, model: 'mini', domain: 'llm' });
  expect(await run.report('ready')).toMatchObject({
    version: '1.2.3',
    binary: null,
    connection: { url: server.url, api: 'openai', apiKey: 'right-key', model: 'mini' },
  });
  expect(await run.report('starting')).toMatchObject({ url: server.url, port: server.port, log: null, pid: null });
  expect(run.supervisor.pidsOf('remote/mini')).toEqual([]);
  run.supervisor.stop('remote/mini');
  expect(await run.report('stopped')).toMatchObject({ forced: false });
  expect(identity !== null && isAlive(identity)).toBe(true);
});

it.each(['127.0.0.1', '::1'] as const)('finds localhost where somebody listens: on %s', async (host) => {
  const server = await unsupervisedServer('fake-openai', () => ({}), host);
  const run = supervised();
  const template = externalService(`http://localhost:${server.port}/v1`, { apiKey: 'right-key' });
  run.start({ id: 'remote/mini', template, model: 'mini', domain: 'llm' });
  expect(await run.report('ready')).toMatchObject({ version: '1.2.3', connection: { url: server.url } });
  expect(await run.report('starting')).toMatchObject({ url: server.url });
});

it.each([
  [
    'nobody listens',
    null,
    {},
    'service "remote/mini" is external, and nobody listens on URL; start it, or correct its url',
  ],
  [
    'it wants a key',
    'fake-openai',
    {},
    'service "remote/mini" refused URL/v1/models with HTTP 401; it wants an apiKey',
  ],
  [
    'the key is wrong',
    'fake-openai',
    { apiKey: 'wrong' },
    'service "remote/mini" refused URL/v1/models with HTTP 401; check its apiKey',
  ],
  [
    'it does not have the model',
    'fake-openai',
    { apiKey: 'right-key', model: 'maxi' },
    'service "remote/mini" does not have the model "maxi": it has mini; correct the model in the plan, or load it there',
  ],
  [
    'it stays busy',
    'always-busy',
    { readyTimeoutMs: 2000 },
    'service "remote/mini" is external and did not answer URL/v1/models within 2 s: it answered HTTP 503 (loading the model)',
  ],
] as const)('fails with a sentence when %s', async (_what, name, fields, sentence) => {
  const url = name === null ? 'http://127.0.0.1:9' : (await unsupervisedServer(name)).url;
  const { model, ...rest } = { model: 'mini', ...fields };
  const run = supervised();
  run.start({ id: 'remote/mini', template: externalService(url, rest), model, domain: 'llm' });
  const { message, skipped } = await run.report('failed');
  expect(message.replaceAll(url, 'URL')).toBe(sentence);
  expect(skipped).toBe(false);
});

it('asks an external server that hides its version only for a moment', async () => {
  const server = await unsupervisedServer('hides-version');
  const run = supervised();
  run.start({ id: 'remote', template: externalService(server.url), model: null, domain: 'llm' });
  const from = performance.now();
  const { startupMs, version } = await run.report('ready');
  expect(version).toBeNull();
  expect(performance.now() - from - startupMs).toBeLessThan(4500);
});

it('skips an optional server that is not running', async () => {
  const run = supervised();
  const template = externalService('http://127.0.0.1:9', { optional: true });
  run.start({ id: 'remote/mini', template, model: 'mini', domain: 'llm' });
  expect(await run.report('failed')).toMatchObject({ skipped: true });
});

it('takes version and digest from an Ollama server, where `tiny` and `tiny:latest` are one model', async () => {
  const server = await unsupervisedServer('fake-ollama', (port) => ({ OLLAMA_HOST: `127.0.0.1:${port}` }));
  const run = supervised();
  const template = externalService(server.url, { api: 'ollama' });
  run.start({ id: 'remote/tiny', template, model: 'tiny', domain: 'llm' });
  expect(await run.report('ready')).toMatchObject({ version: '0.33.0', modelDigest: 'sha256:1234abcd' });
});

it.each([
  [['--sees'], 'ready'],
  [[], 'failed'],
] as const)('asks a llama-server what its model sees, and its facts (%j)', async (args, outcome) => {
  const url = await runningLlama(args);
  const run = supervised();
  run.start({ id: 'remote/tiny', template: externalService(url), model: 'tiny', roles: ['vlm'], domain: 'vlm' });
  if (outcome === 'ready') {
    expect(await run.report('ready')).toMatchObject({
      version: 'b11669-fake',
      details: { contextLength: 4096, totalSlots: 4 },
    });
  } else {
    expect((await run.report('failed')).message).toBe(
      'service "remote/tiny" cannot look at images with "tiny": it has no projector; ' +
        'give it with --mmproj FILE, or take a model that sees',
    );
  }
});

/** Somebody else's. */
async function runningLlama(args: readonly string[]): Promise<string> {
  const port = await getPort({ host: '127.0.0.1' });
  const [node = '', ...rest] = fakeEngine('llama-server', '--port', String(port), '--model', 'tiny', '--busy', '0');
  const child = spawn(node, [...rest, ...args], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  await until(() => tcpProbe('127.0.0.1', port, 1000), 'the llama-server');
  return `http://127.0.0.1:${port}`;
}
