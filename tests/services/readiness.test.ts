import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { commandService, fixture, supervised } from '../support/supervised.ts';

it.each([
  ['HTTP, from a server that listens late', 'listens-late', { kind: 'http', path: '/health' }],
  ['HTTP, from a server that answers 503 at first', 'loads-first', { kind: 'http', path: '/' }],
  ['TCP', 'listens-late', { kind: 'tcp' }],
  ['a line in colour that comes in two parts', 'prints-ready', { kind: 'log', pattern: '^server is ready' }],
] as const)('waits for %s', async (_what, name, ready) => {
  const run = supervised();
  run.start({
    id: 'mine',
    template: commandService(fixture(name, '{port}'), { ready }),
    model: null,
    domain: 'x',
  });
  const { startupMs } = await run.report('ready');
  expect(startupMs).toBeGreaterThan(0);
});

it('counts the time until a service can be used, not until it has said what it is', async () => {
  const run = supervised();
  const from = performance.now();
  const template = commandService(fixture('hides-version', '{port}'), { api: 'openai' });
  run.start({ id: 'mine', template, model: null, domain: 'x' });
  const { startupMs, version } = await run.report('ready');
  const tookMs = performance.now() - from;
  expect(version).toBeNull();
  expect(startupMs).toBeLessThan(tookMs - 900);
  expect(tookMs - startupMs).toBeLessThan(4500);
});

it('sees that the server which answers is not the one that was started', async () => {
  const run = supervised();
  const template = commandService(fixture('forever', '{port}'), { ready: { kind: 'tcp' } });
  run.start({ id: 'mine', template, model: null, domain: 'x' });
  const { port } = await run.report('starting');
  const stranger = createServer().listen({ port: port ?? 0, host: '127.0.0.1' });
  onTestFinished(() => void stranger.close());
  expect((await run.report('failed')).message).toBe(
    `service "mine" was started, but http://127.0.0.1:${port} belongs to node (pid ${process.pid}), ` +
      'which is none of its processes; end that, or choose another port',
  );
});

it('sees that another server shares the port, and would get a part of the requests', async () => {
  const run = supervised();
  run.start({ id: 'mine', template: commandService(fixture('shares-port', '{port}')), model: null, domain: 'x' });
  const { port } = await run.report('starting');
  const stranger = createHttpServer((_request, response) => void response.writeHead(503).end());
  stranger.listen({ port: port ?? 0, host: '127.0.0.1', reusePort: true });
  onTestFinished(() => void stranger.close());
  expect((await run.report('failed')).message).toBe(
    `service "mine" was started, but http://127.0.0.1:${port} belongs to node (pid ${process.pid}), ` +
      'which is none of its processes; end that, or choose another port',
  );
});

it('asks with the key of the plan, for servers that show even their health to nobody else', async () => {
  const run = supervised();
  const template = commandService(fixture('fake-openai', '{port}'), {
    ready: { kind: 'http', path: '/v1/models' },
    api: 'openai',
    apiKey: 'right-key',
  });
  run.start({ id: 'mine', template, model: 'mini', domain: 'x' });
  expect(await run.report('ready')).toMatchObject({ version: '1.2.3' });
});
