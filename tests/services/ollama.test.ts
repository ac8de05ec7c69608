import { expect, it } from 'vitest';
import { httpProbe } from '../../src/system/http-probe.ts';
import { fixture, ollamaService, supervised } from '../support/supervised.ts';

const ours = ollamaService(fixture('fake-ollama'));

it('runs a server of its own on a free port, loads the model, and says what it is', async () => {
  const run = supervised();
  run.supervisor.start({ id: 'ollama/tiny', template: ours, model: 'tiny', domain: 'llm' });
  const { connection, version, modelDigest } = await run.report('ready');
  expect({ version, modelDigest }).toEqual({ version: '0.33.0', modelDigest: 'sha256:1234abcd' });
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'loading', 'ready']);
  expect(await run.report('loading')).toEqual({ type: 'loading', service: 'ollama/tiny', model: 'tiny' });
  expect(await run.report('starting')).toMatchObject({ adapter: 'ollama', api: 'ollama', url: connection.url });
});

it('keeps to local models and to the model folder as it is, unless the plan says otherwise', async () => {
  const run = supervised();
  const command = ['/bin/sh', '-c', `env; exec ${fixture('fake-ollama').join(' ')}`];
  const template = ollamaService(command, { env: { OLLAMA_KEEP_ALIVE: '10m', OLLAMA_HOST: '0.0.0.0:11434' } });
  run.supervisor.start({ id: 'ollama', template, model: null, domain: 'llm' });
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
  run.supervisor.start({ id: 'ollama/qwen3:8b', template: { ...ours, optional }, model: 'qwen3:8b', domain: 'llm' });
  expect(await run.report('failed')).toEqual({
    type: 'failed',
    service: 'ollama/qwen3:8b',
    skipped: optional,
    message:
      'service "ollama/qwen3:8b" does not have the model "qwen3:8b": it has tiny:latest; "ollama pull qwen3:8b" fetches it',
  });
  expect(run.left()).toEqual([]);
});

it('says how to get Ollama when it is not installed', async () => {
  const run = supervised();
  const template = ollamaService(['ollama', 'serve'], { env: { PATH: '/nowhere' }, optional: true });
  run.supervisor.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm' });
  expect(await run.report('failed')).toMatchObject({
    skipped: true,
    message:
      'service "ollama/tiny" needs the program "ollama", but it is not on PATH; get it from https://ollama.com/download',
  });
});

it('explains a load that fails by the end of the server', async () => {
  const run = supervised();
  const template = ollamaService(fixture('dies-while-loading'));
  run.supervisor.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm' });
  const { message } = await run.report('failed');
  expect(message.replace(/svc_\w+/, 'LOG')).toBe(
    'service "ollama/tiny" exited with code 1 while it loaded "tiny"; ' +
      'its last line: "llama-server process has terminated: exit status 2"; see LOG.log',
  );
});
