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
  run.supervisor.start({
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
  run.supervisor.start({ id: 'mine', template, model: null, domain: 'x' });
  const { startupMs, version } = await run.report('ready');
  const tookMs = performance.now() - from;
  expect(version).toBeNull();
  expect(startupMs).toBeLessThan(tookMs - 900);
  expect(tookMs - startupMs).toBeLessThan(4500);
});

it('sees that the server which answers is not the one that was started', async () => {
  const run = supervised();
  const template = commandService(fixture('forever', '{port}'), { ready: { kind: 'tcp' } });
  run.supervisor.start({ id: 'mine', template, model: null, domain: 'x' });
  const { port } = await run.report('starting');
  const stranger = createServer().listen({ port: port ?? 0, host: '127.0.0.1' });
  onTestFinished(() => void stranger.close());
  expect((await run.report('failed')).message).toBe(
    `service "mine" was started, but http://127.0.0.1:${port} belongs to node (pid ${process.pid}), ` +
      'which is none of its processes; end that, or choose another port',
  );
});
