import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { CommandService } from '../../src/domain/plan.ts';
import { choosePort } from '../../src/services/ports.ts';
import { knowsAllListeners } from '../../src/system/listeners.ts';
import { refusalToListen } from '../../src/system/tcp-probe.ts';
import { commandService, fixture, type Supervised, supervised } from '../support/supervised.ts';
import { unsupervisedServer } from '../support/unsupervised-server.ts';

/** The sentence, with what differs from run to run replaced. */
async function failureOf(run: Supervised, template: CommandService, model: string | null = null): Promise<string> {
  run.start({ id: 'mine', template, model, domain: 'stt' });
  const { message, skipped } = await run.report('failed');
  expect(skipped).toBe(false);
  expect(run.left()).toEqual([]);
  return message
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/after [\d.]+ s/, 'after TIME')
    .replace(/svc_stt_mine_\d{8}_\d{6}/, 'svc_stt_mine_STAMP');
}

it('ends as soon as the process exits, with its code, its last lines in plain text and its log', async () => {
  const run = supervised();
  expect(await failureOf(run, commandService(fixture('exits-while-starting', '{port}')))).toBe(
    'service "mine" did not answer http://127.0.0.1:PORT/health within 10 s: it exited with code 3 after TIME; ' +
      'its last lines: "loading the model | model file not found"; see svc_stt_mine_STAMP.log',
  );
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'failed']);
});

it('says that memory ran out where the log says so', async () => {
  const program = 'console.error("cudaMalloc failed: out of memory"); console.error("giving up"); process.exit(1)';
  expect(await failureOf(supervised(), commandService([process.execPath, '-e', program, '{port}']))).toBe(
    'service "mine" did not answer http://127.0.0.1:PORT/health within 10 s: it exited with code 1 after TIME: ' +
      'out of memory (the GPU\'s); its last lines: "cudaMalloc failed: out of memory | giving up"; see svc_stt_mine_STAMP.log',
  );
});

it('quotes the error rather than the end of its stack trace', async () => {
  const message = await failureOf(supervised(), commandService(fixture('throws-while-starting', '{port}')));
  expect(message).toContain('its last line: "Error: the weights are missing"; see');
});

it('gives up on a server that listens but never answers', async () => {
  const template = commandService(fixture('never-answers', '{port}'), { readyTimeoutMs: 5000 });
  expect(await failureOf(supervised(), template)).toBe(
    'service "mine" did not answer http://127.0.0.1:PORT/health within 5 s: it gave no answer; ' +
      'it printed nothing; see svc_stt_mine_STAMP.log',
  );
});

it('says what the last answer was when a server never says yes', async () => {
  const template = commandService(fixture('always-busy', '{port}'), { readyTimeoutMs: 5000 });
  expect(await failureOf(supervised(), template)).toBe(
    'service "mine" did not answer http://127.0.0.1:PORT/health within 5 s: it answered HTTP 503 (loading the model); ' +
      'it printed nothing; see svc_stt_mine_STAMP.log',
  );
});

it('names the line that it waited for', async () => {
  const template = commandService(fixture('prints-ready'), {
    readyTimeoutMs: 5000,
    ready: { kind: 'log', pattern: 'Uvicorn running' },
  });
  expect(await failureOf(supervised(), template)).toBe(
    'service "mine" did not print a line that matches /Uvicorn running/ within 5 s: it printed 1 line; ' +
      'its last line: "server is ready on 8080"; see svc_stt_mine_STAMP.log',
  );
});

it('names a program that is not there', async () => {
  expect(await failureOf(supervised(), commandService(['no-such-server', '{port}']))).toBe(
    'service "mine" needs the program "no-such-server", but it is not on PATH; install it, or give its full path',
  );
  expect(await failureOf(supervised(), commandService(['./no/server', '{port}']))).toBe(
    'service "mine" needs the program "./no/server", but there is no such file; install it, or give its full path',
  );
});

it('names a file that may not be executed', async () => {
  const [, file = ''] = fixture('serves');
  expect(await failureOf(supervised(), commandService([file, '{port}']))).toBe(
    `service "mine" needs the program "${file}", but ${file} may not be executed; chmod +x makes it executable`,
  );
});

it('names a directory that is not there', async () => {
  expect(await failureOf(supervised(), commandService(fixture('serves', '{port}'), { cwd: '/no/such/place' }))).toBe(
    'service "mine" is to start in /no/such/place, but there is no such directory; correct its cwd',
  );
});

it('skips an optional service whose program is not there', async () => {
  const run = supervised();
  const template = commandService(['no-such-server', '{port}'], { optional: true });
  run.start({ id: 'mine', template, model: null, domain: 'stt' });
  expect(await run.report('failed')).toMatchObject({ skipped: true });
});

it('names whoever holds a fixed port, and leaves it alone', async () => {
  const holder = createServer();
  const port = await new Promise<number>((resolve) => {
    holder.listen(0, '127.0.0.1', () => {
      const address = holder.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  onTestFinished(() => void holder.close());
  const run = supervised();
  run.start({
    id: 'mine',
    template: commandService(fixture('serves', '{port}'), { port }),
    model: null,
    domain: 'stt',
  });
  expect((await run.report('failed')).message).toBe(
    `service "mine" cannot have port ${port}: it is held by node (pid ${process.pid}); end that, or choose another port or "port: auto"`,
  );
  expect(holder.listening).toBe(true);
});

it.runIf(knowsAllListeners)('takes a port that is held by nothing but a connection', async () => {
  const { port } = await unsupervisedServer('serves');
  const connection = connect({ host: '127.0.0.1', port });
  onTestFinished(() => void connection.destroy());
  await once(connection, 'connect');
  const held = connection.localPort ?? 0;
  expect((await refusalToListen('127.0.0.1', held))?.code).toBe('EADDRINUSE');
  expect((await choosePort('mine', held)).port).toBe(held);
});

it('wants to know how the program learns its port and its model', async () => {
  expect(await failureOf(supervised(), commandService(fixture('serves', '8080')))).toBe(
    'service "mine" gets a free port, but neither its command nor its env names {port}; ' +
      'pass "{port}" to the program, or say with port: which one it listens on',
  );
  expect(await failureOf(supervised(), commandService(fixture('serves', '{port}', '{model}')))).toBe(
    'service "mine" names {model}, but the loadout gives it no model',
  );
});
