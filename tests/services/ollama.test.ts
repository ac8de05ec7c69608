import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { JsonObject, OllamaService } from '../../src/domain/plan.ts';
import type { Running } from '../../src/services/adapters/blueprint.ts';
import { unloadEverything } from '../../src/services/adapters/ollama-memory.ts';
import { pullModel } from '../../src/services/adapters/ollama-pull.ts';
import type { Connection } from '../../src/services/reports.ts';
import { httpProbe } from '../../src/system/http-probe.ts';
import { fixture, ollamaService, type Supervised, supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

const server = [process.execPath, fileURLToPath(new URL('../fixtures/ollama/behaves.mjs', import.meta.url))];

/** An Ollama that behaves in this way; see tests/fixtures/ollama/api.mjs. */
function behaving(behaviour: JsonObject, fields: Partial<OllamaService> = {}): OllamaService {
  return ollamaService(server, {
    allowCpu: false,
    ...fields,
    env: { ...fields.env, BEHAVIOUR: JSON.stringify(behaviour) },
  });
}

/** The bodies of the requests to a route, as the server printed them. */
async function requests(run: Supervised, route: string): Promise<readonly unknown[]> {
  const { log } = await run.report('starting');
  const lines = run.log(log ?? '').split('\n');
  return lines.flatMap((line) =>
    line.startsWith(`POST ${route} `) ? [JSON.parse(line.split(' ').slice(2).join(' '))] : [],
  );
}

async function failureOf(
  template: OllamaService,
  more: Partial<Parameters<Supervised['start']>[0]> = {},
): Promise<string> {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm', ...more });
  const { message } = await run.report('failed');
  expect(run.left()).toEqual([]);
  return message;
}

it('runs a server of its own on a free port, loads the model, and says what it is', async () => {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template: behaving({}), model: 'tiny', domain: 'llm' });
  const { connection, version, modelDigest, details } = await run.report('ready');
  expect({ version, modelDigest }).toEqual({ version: '0.33.0', modelDigest: 'sha256:1234abcd' });
  expect(details).toEqual({
    sizeMiB: 2048,
    sizeVramMiB: 0,
    contextLength: 4096,
    parameterSize: '3.2B',
    quantization: 'Q4_K_M',
  });
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(await run.report('loading')).toEqual({ type: 'loading', service: 'ollama/tiny', model: 'tiny' });
  expect(await run.report('starting')).toMatchObject({ adapter: 'ollama', api: 'ollama', url: connection.url });
});

it('loads the model with the options that the requests will have, so that none of them loads it again', async () => {
  const run = supervised();
  const options = { num_ctx: 8192, num_gpu: 20, temperature: 0, seed: 42 };
  run.start({ id: 'ollama/tiny', template: behaving({}), model: 'tiny', domain: 'llm', options });
  const { connection, details } = await run.report('ready');
  expect(await requests(run, '/api/chat')).toEqual([
    { model: 'tiny', messages: [], stream: false, keep_alive: -1, options: { num_ctx: 8192, num_gpu: 20 } },
  ]);
  expect(connection.options).toEqual({ num_ctx: 8192 });
  expect(details).toMatchObject({ contextLength: 8192 });
});

it('takes the length of the context from the service where the loadout has none', async () => {
  const run = supervised();
  const template = behaving({}, { contextLength: 16_384 });
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm', options: { keep_alive: '1h' } });
  expect((await run.report('ready')).connection.options).toEqual({ num_ctx: 16_384 });
  expect(await requests(run, '/api/chat')).toMatchObject([{ keep_alive: '1h', options: { num_ctx: 16_384 } }]);
});

const thinking = ['completion', 'thinking'];
const levels = ['low', 'medium', 'high'];

it.each([
  ['a model that can think', { capabilities: thinking }, true],
  [
    'one that can be told either way',
    { capabilities: thinking, thinking: { values: [true, false], default: true } },
    true,
  ],
  ['one that knows levels only', { capabilities: thinking, thinking: { values: levels, default: 'medium' } }, 'medium'],
  ['one that cannot think', { capabilities: ['completion'], thinking: { values: [false] } }, undefined],
] as const)('says in each request whether to think, to %s', async (_, behaviour, think) => {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template: behaving(behaviour), model: 'tiny', domain: 'llm' });
  expect((await run.report('ready')).connection.options).toEqual({ num_ctx: 4096, ...(think && { think }) });
});

it('keeps to local models and to the model folder as it is, unless the plan says otherwise', async () => {
  const run = supervised();
  const command = ['/bin/sh', '-c', `env; exec ${fixture('fake-ollama').join(' ')}`];
  const template = ollamaService(command, { env: { OLLAMA_KEEP_ALIVE: '10m', OLLAMA_HOST: '0.0.0.0:11434' } });
  run.start({ id: 'ollama', template, model: null, domain: 'llm' });
  const { connection } = await run.report('ready');
  const printed = run.log((await run.report('starting')).log ?? '').split('\n');
  expect(printed).toContain('OLLAMA_NO_CLOUD=1');
  expect(printed).toContain('OLLAMA_NOPRUNE=1');
  expect(printed).toContain('OLLAMA_KEEP_ALIVE=10m');
  expect(printed).toContain(`OLLAMA_HOST=${new URL(connection.url).host}`);
  expect(await httpProbe({ url: `${connection.url}/api/ps`, timeoutMs: 1000 })).toMatchObject({ status: 200 });
});

it.each([false, true])('names a model that is not there and how to get it (optional: %s)', async (optional) => {
  const run = supervised();
  run.start({ id: 'ollama/qwen3:8b', template: behaving({}, { optional }), model: 'qwen3:8b', domain: 'llm' });
  expect(await run.report('failed')).toEqual({
    type: 'failed',
    service: 'ollama/qwen3:8b',
    skipped: optional,
    message:
      'service "ollama/qwen3:8b" does not have the model "qwen3:8b": it has tiny:latest; "ollama pull qwen3:8b" fetches it, or set pull: true',
  });
  expect(run.left()).toEqual([]);
});

it('says how to get Ollama when it is not installed', async () => {
  const run = supervised();
  const template = ollamaService(['ollama', 'serve'], { env: { PATH: '/nowhere' }, optional: true });
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm' });
  expect(await run.report('failed')).toMatchObject({
    skipped: true,
    message:
      'service "ollama/tiny" needs the program "ollama", but it is not on PATH; get it from https://ollama.com/download',
  });
});

it('explains a load that fails by the end of the server', async () => {
  const message = await failureOf(ollamaService(fixture('dies-while-loading')));
  expect(message.replace(/svc_\w+/, 'LOG')).toBe(
    'service "ollama/tiny" exited with code 1 while it loaded "tiny"; ' +
      'its last line: "llama-server process has terminated: exit status 2"; see LOG.log',
  );
});

it('refuses to show images to a model that does not see', async () => {
  expect(await failureOf(behaving({ capabilities: ['completion', 'tools'] }), { roles: ['vlm'] })).toBe(
    'service "ollama/tiny" is to be shown images, but "tiny" does not see: its capabilities are completion, tools; take a model with "vision"',
  );
});

it('shows images to a model that sees', async () => {
  const run = supervised();
  const template = behaving({ capabilities: ['completion', 'vision'] });
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'vlm', roles: ['vlm'] });
  await run.report('ready');
});

it('says how much of a model is on the GPU', async () => {
  const run = supervised();
  const template = behaving({ devices: ['CUDA'], vramMiB: 2048, layers: '33/33' });
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm' });
  expect((await run.report('ready')).details).toMatchObject({ sizeMiB: 2048, sizeVramMiB: 2048, layersOnGpu: '33/33' });
});

it('refuses to measure a model that is partly on the CPU although there is a GPU', async () => {
  expect(await failureOf(behaving({ devices: ['CUDA'], vramMiB: 1280, layers: '20/33' }))).toBe(
    'service "ollama/tiny" has 768 of 2048 MiB (38 %) of "tiny" on the CPU, although there is a GPU (CUDA), which holds 1280 MiB, 20 of 33 layers; ' +
      'take a smaller model or a smaller num_ctx (now 4096), or allow it with allowCpu: true',
  );
});

it('refuses to measure a model that is wholly on the CPU although there is a GPU', async () => {
  expect(await failureOf(behaving({ devices: ['cpu', 'ROCm'] }), { options: { num_ctx: 131_072 } })).toBe(
    'service "ollama/tiny" has 2048 of 2048 MiB (100 %) of "tiny" on the CPU, although there is a GPU (ROCm), which holds 0 MiB; ' +
      'take a smaller model or a smaller num_ctx (now 131072), or allow it with allowCpu: true',
  );
});

it.each([
  ['the plan allows it', { devices: ['CUDA'], vramMiB: 1280 }, true],
  ['there is no GPU', { devices: ['cpu'], vramMiB: 0 }, false],
  ['the server does not say what there is', { devices: [], vramMiB: 0 }, false],
] as const)('lets a model be on the CPU where %s', async (_, behaviour, allowCpu) => {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template: behaving(behaviour, { allowCpu }), model: 'tiny', domain: 'llm' });
  expect((await run.report('ready')).details).toMatchObject({ sizeMiB: 2048, sizeVramMiB: behaviour.vramMiB });
});

it('has the model given back before the server is ended, and waits until it is', async () => {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template: behaving({ unloadMs: 300 }), model: 'tiny', domain: 'llm' });
  await run.report('ready');
  run.supervisor.stop('ollama/tiny');
  const { durationMs } = await run.report('stopped');
  expect(await requests(run, '/api/generate')).toEqual([{ model: 'tiny:latest', keep_alive: 0 }]);
  expect(durationMs).toBeGreaterThanOrEqual(300);
});

/** As an adapter sees a service that is ready, with less time. */
function inAHurry({ url, apiKey, model, options }: Connection): Running {
  const told = { onLoading: () => undefined, onPulling: () => undefined };
  const { signal } = new AbortController();
  return { service: 'ollama', roles: [], log: null, timeoutMs: 300, signal, url, apiKey, model, options, ...told };
}

it('does not wait for ever for a model that is not given back', async () => {
  const run = supervised();
  run.start({ id: 'ollama/tiny', template: behaving({ unloadMs: null }), model: 'tiny', domain: 'llm' });
  const { connection } = await run.report('ready');
  await expect(unloadEverything(inAHurry(connection))).rejects.toThrow('tiny:latest is still in memory after 0.3 s');
  run.supervisor.killAll();
});

it('does not believe a server that tells of more models than it can have', async () => {
  const run = supervised();
  const loaded = Array.from({ length: 120 }, (_, number) => `m${number}:latest`);
  run.start({ id: 'ollama/tiny', template: behaving({ loaded }), model: null, domain: 'llm' });
  const { connection } = await run.report('ready');
  const hurried = { ...inAHurry(connection), timeoutMs: 3000 };
  await expect(unloadEverything(hurried)).rejects.toThrow('m100:latest, m101:latest');
  expect(await requests(run, '/api/generate')).toHaveLength(100);
  run.supervisor.killAll();
});

const transfer = [
  { status: 'pulling manifest' },
  { status: 'pulling 1111', digest: 'sha256:1111', total: 3000, completed: 0 },
  { status: 'pulling 1111', digest: 'sha256:1111', total: 3000, completed: 3000 },
  { status: 'pulling 2222', digest: 'sha256:2222', total: 1000, completed: 500 },
] as const;

it('fetches a model that is not there where the plan lets it, and tells of the progress over all layers', async () => {
  const run = supervised();
  const template = behaving({ pull: [...transfer, { status: 'success' }] }, { pull: true });
  run.start({ id: 'ollama/qwen3:8b', template, model: 'qwen3:8b', domain: 'llm' });
  await run.report('ready');
  expect(
    run.reports.map((report) => (report.type === 'pulling' ? [report.status, report.progress] : report.type)),
  ).toEqual([
    'starting',
    ['pulling manifest', null],
    ['pulling 1111', { completedBytes: 0, totalBytes: 3000 }],
    ['pulling 1111', { completedBytes: 3000, totalBytes: 3000 }],
    ['pulling 2222', { completedBytes: 3500, totalBytes: 4000 }],
    ['success', { completedBytes: 3500, totalBytes: 4000 }],
    'loading',
    'ready',
  ]);
  expect(await requests(run, '/api/pull')).toEqual([{ model: 'qwen3:8b', stream: true }]);
});

it.each([
  [
    'an error in the middle of an answer that began well',
    [...transfer, { error: 'max retries exceeded: EOF' }],
    'max retries exceeded: EOF',
  ],
  ['a transfer that ends too early', transfer, 'it ended after "pulling 2222", without "success"'],
  ['a transfer that is cut', [...transfer, 'cut'], 'the connection broke after "pulling 2222"'],
] as const)('fails with what came of %s', async (_, pull, why) => {
  const template = behaving({ pull }, { pull: true });
  expect(await failureOf(template, { id: 'ollama/qwen3:8b', model: 'qwen3:8b' })).toBe(
    `service "ollama/qwen3:8b" could not fetch "qwen3:8b": ${why}`,
  );
});

it('takes what makes no sense in the lines of a transfer for nothing, and tells of it no more often', async () => {
  const run = supervised();
  const layer = { status: 'pulling 1111', digest: 'sha256:1111' };
  const nonsense = [
    { status: 7, digest: {}, total: 'much' },
    { ...layer, total: 1e300, completed: 1e300 },
    { ...layer, digest: 'sha256:2222', total: 10, completed: -1 },
    ...Array.from({ length: 100 }, (_, number) => ({ ...layer, total: 10, completed: number * 1000 })),
    { status: 'success', digest: [], error: null },
  ];
  run.start({ id: 'ollama', template: behaving({ pull: nonsense }), model: null, domain: 'llm' });
  const { connection } = await run.report('ready');
  const told: unknown[] = [];
  const onPulling = (_: string, status: string, progress: unknown): void => void told.push({ status, progress });
  await pullModel({ ...inAHurry(connection), timeoutMs: 10_000, onPulling }, 'qwen3:8b');
  expect(told.slice(0, 2)).toEqual([
    { status: 'pulling 1111', progress: null },
    { status: 'pulling 1111', progress: { completedBytes: 0, totalBytes: 10 } },
  ]);
  expect(told.at(-2)).toEqual({ status: 'pulling 1111', progress: { completedBytes: 10, totalBytes: 20 } });
});

it('gives up on a transfer in which nothing comes any more', async () => {
  const run = supervised();
  run.start({ id: 'ollama', template: behaving({ pull: [...transfer, 'stall'] }), model: null, domain: 'llm' });
  const { connection } = await run.report('ready');
  await expect(pullModel(inAHurry(connection), 'qwen3:8b')).rejects.toThrow(
    'service "ollama" could not fetch "qwen3:8b": nothing came for 0.3 s',
  );
});

it('breaks a transfer off when the service is to stop', async () => {
  const run = supervised();
  const template = behaving({ pull: [...transfer, 'stall'] }, { pull: true });
  run.start({ id: 'ollama/qwen3:8b', template, model: 'qwen3:8b', domain: 'llm' });
  await until(() => run.reports.some((report) => report.type === 'pulling' && report.status === 'pulling 2222'), 'it');
  run.supervisor.stop('ollama/qwen3:8b');
  await run.report('stopped');
  expect(run.left()).toEqual([]);
});
