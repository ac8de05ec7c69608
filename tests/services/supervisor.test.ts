import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { httpProbe } from '../../src/system/http-probe.ts';
import { identify, isAlive, listProcesses } from '../../src/system/processes.ts';
import { commandService, fixture, supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

const serves = commandService(fixture('serves', '{port}'));

it('starts a program on a free port, says when it is ready, and stops it', async () => {
  const run = supervised();
  run.start({ id: 'mine', template: serves, model: null, domain: 'build' });
  const ready = await run.report('ready');
  const starting = await run.report('starting');
  expect(starting).toMatchObject({ service: 'mine', adapter: 'command', model: null, api: 'none', builtin: false });
  expect(starting.log).toMatch(/^svc_build_mine_\d{8}_\d{6}\.log$/);
  expect(ready).toMatchObject({ binary: process.execPath, version: null, modelDigest: null });
  expect(ready.connection).toEqual({ url: starting.url, api: 'none', apiKey: null, model: null, options: {} });
  expect(await httpProbe({ url: ready.connection.url, timeoutMs: 1000 })).toMatchObject({ status: 200 });
  expect(run.supervisor.pidsOf('mine')).toEqual([starting.pid]);

  run.supervisor.stop('mine');
  expect(await run.report('stopped')).toMatchObject({ service: 'mine', forced: false });
  expect(run.left()).toEqual([]);
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'ready', 'stopped']);
});

it('fills placeholders into arguments and environment, and leaves other braces alone', async () => {
  const run = supervised();
  const command = fixture('shows-environment', '{port}', '{host}:{model}', '{"image": 1}');
  const template = commandService(command, { env: { WHERE: 'http://{host}:{port}/{model}' }, cwd: run.directory });
  run.start({ id: 'mine/org/m:1', template, model: 'org/m:1', domain: 'llm' });
  const { connection } = await run.report('ready');
  const { port } = new URL(connection.url);
  const answer = await httpProbe({ url: connection.url, timeoutMs: 1000 });
  const shown = JSON.parse(answer.kind === 'answer' ? answer.body : '{}');
  expect(shown.args).toEqual([port, '127.0.0.1:org/m:1', '{"image": 1}']);
  expect(shown.cwd).toBe(run.directory);
  expect(shown.env).toMatchObject({ WHERE: `http://127.0.0.1:${port}/org/m:1`, ...run.supervisor.environment });
  expect((await run.report('starting')).log).toMatch(/^svc_llm_org-m-1_/);
});

it('gives two services of the same second logs of their own, and measures how far each has come', async () => {
  const run = supervised();
  for (const id of ['a/m', 'b/m']) {
    run.start({
      id,
      template: commandService(fixture('prints-ready'), logReady),
      model: 'm',
      domain: 'llm',
    });
  }
  await until(() => run.reports.filter(({ type }) => type === 'ready').length === 2, 'both services');
  const logs = run.reports.flatMap((report) => (report.type === 'starting' ? [report.log ?? ''] : []));
  expect(new Set(logs).size).toBe(2);
  expect(run.log(logs[0] ?? '')).toBe('\u001b[32mserver is ready\u001b[0m on 8080\n');
  expect(run.supervisor.logSize('a/m')).toBe(Buffer.byteLength(run.log(logs[0] ?? '')));
  expect(run.supervisor.logSize('unknown')).toBeNull();
});

const logReady = { ready: { kind: 'log', pattern: '^server is ready on \\d+$' } } as const;

it('kills a service that ignores SIGTERM after its grace period', async () => {
  const run = supervised();
  const template = commandService(fixture('ignores-sigterm', '{port}'), { stopGraceMs: 200 });
  run.start({ id: 'mine', template, model: null, domain: 'build' });
  await run.report('ready');
  const { log } = await run.report('starting');
  run.supervisor.stop('mine');
  const { forced, durationMs } = await run.report('stopped');
  expect(forced).toBe(true);
  expect(durationMs).toBeGreaterThanOrEqual(200);
  expect(run.log(log ?? '')).toBe('not yet\n');
});

it('ends a grandchild that left the session, lost its parent and ignores SIGTERM', async () => {
  const run = supervised();
  const template = commandService(fixture('leaves-stray', '{port}'), { stopGraceMs: 300 });
  run.start({ id: 'mine', template, model: null, domain: 'build' });
  await run.report('ready');
  const { log, pid } = await run.report('starting');
  const stray = Number(await until(() => /stray (\d+)/.exec(run.log(log ?? ''))?.[1], 'the stray'));
  const identity = identify(stray);
  const entry = listProcesses().find((process) => process.pid === stray);
  expect(entry?.session).toBe(stray);
  expect(entry?.parent).not.toBe(pid);
  run.supervisor.stop('mine');
  expect(await run.report('stopped')).toMatchObject({ forced: true });
  expect(identity !== null && isAlive(identity)).toBe(false);
});

it('asks the children that a leader leaves behind to end, without waiting out the grace', async () => {
  const run = supervised();
  const template = commandService(fixture('leaves-child', '{port}'), { stopGraceMs: 20_000 });
  run.start({ id: 'mine', template, model: null, domain: 'build' });
  await run.report('ready');
  expect(run.supervisor.pidsOf('mine')).toHaveLength(2);
  run.supervisor.stop('mine');
  const { forced, durationMs } = await run.report('stopped');
  expect(forced).toBe(false);
  expect(durationMs).toBeLessThan(15_000);
});

it('tells a service that answers from one that hangs, and ends that one in short order', async () => {
  const run = supervised();
  const template = commandService(fixture('serves', '{port}'), { stopGraceMs: 60_000 });
  run.start({ id: 'mine', template, model: null, domain: 'llm' });
  await run.report('ready');
  expect(await run.supervisor.answers('mine', 2000)).toBeNull();
  expect(await run.supervisor.answers('unknown', 2000)).toBeNull();
  process.kill((await run.report('starting')).pid ?? 0, 'SIGSTOP');
  expect(await run.supervisor.answers('mine', 300)).toBe('it gave no answer');
  run.supervisor.stop('mine', true);
  const { forced, durationMs } = await run.report('stopped');
  expect(forced).toBe(true);
  expect(durationMs).toBeLessThan(20_000);
});

it('says when a service ends although nobody asked it to', async () => {
  const run = supervised();
  run.start({
    id: 'mine',
    template: commandService(fixture('dies-when-asked', '{port}')),
    model: null,
    domain: 'llm',
  });
  const { connection } = await run.report('ready');
  await httpProbe({ url: `${connection.url}/die`, timeoutMs: 1000 });
  expect(await run.report('exited')).toEqual({
    type: 'exited',
    service: 'mine',
    exitCode: 7,
    signal: null,
    cause: "out of memory (the GPU's)",
    lastLines: ['CUDA error: out of memory'],
    log: (await run.report('starting')).log,
  });
  run.supervisor.stop('mine');
  expect(await run.report('stopped')).toMatchObject({ forced: false });
});

it('stops a service that is still starting, without calling that a failure', async () => {
  const run = supervised();
  const template = commandService(fixture('never-answers', '{port}'));
  run.start({ id: 'mine', template, model: null, domain: 'llm' });
  await run.report('starting');
  run.supervisor.stop('mine');
  await run.report('stopped');
  expect(run.reports.map(({ type }) => type)).toEqual(['starting', 'stopped']);
});

it('takes down what a start has spawned when everything is stopped at once', async () => {
  const run = supervised();
  run.start({ id: 'mine', template: serves, model: null, domain: 'llm' });
  await run.supervisor.stopAll();
  expect(run.reports.at(-1)).toMatchObject({ type: 'stopped' });
  expect(run.left()).toEqual([]);
});

it('kills everything at once and synchronously', async () => {
  const run = supervised();
  run.start({
    id: 'a',
    template: commandService(fixture('ignores-sigterm', '{port}')),
    model: null,
    domain: 'llm',
  });
  run.start({
    id: 'b',
    template: commandService(fixture('leaves-stray', '{port}')),
    model: null,
    domain: 'llm',
  });
  await until(() => run.reports.filter(({ type }) => type === 'ready').length === 2, 'both services');
  expect(run.left().length).toBeGreaterThanOrEqual(3);
  run.supervisor.killAll();
  expect(run.left()).toEqual([]);
  expect(run.reports.some(({ type }) => type === 'exited')).toBe(false);
});

it('says who still holds the port of a service that has ended', async () => {
  const run = supervised();
  // It is ready by its log, so that nobody looks at its port before it ends.
  const template = commandService(fixture('prints-ready', '{port}'), { ready: { kind: 'log', pattern: 'ready' } });
  run.start({ id: 'mine', template, model: null, domain: 'x' });
  const { port } = await run.report('starting');
  await run.report('ready');
  const stranger = createServer().listen({ port: port ?? 0, host: '127.0.0.1' });
  onTestFinished(() => void stranger.close());
  run.supervisor.stop('mine');
  await run.report('stopped');
  expect(run.expectedProblems()).toEqual([
    `service "mine" has ended, but its port ${port} is still held by node (pid ${process.pid}), ` +
      'which is none of its processes; end that if it is a leftover of yours',
  ]);
});

it('notes what it starts before it is spawned, whom it consists of, and its end', async () => {
  const run = supervised();
  run.start({ id: 'mine', template: serves, model: null, domain: 'x' });
  const { pid } = await run.report('starting');
  await run.report('ready');
  run.supervisor.pidsOf('mine');
  run.supervisor.pidsOf('mine');
  run.supervisor.stop('mine');
  await run.report('stopped');
  const tag = expect.arrayContaining([expect.stringMatching(/^FLIGHTDECK_SERVICE=mine\.[0-9a-f]{8}$/)]);
  const process = { pid, startTime: expect.any(String) };
  expect(run.noted).toEqual([
    { type: 'service.intended', service: 'mine', tag, leaderOnly: false },
    { type: 'service.spawned', tag, process },
    { type: 'service.members', tag, members: [process] },
    { type: 'service.ended', tag },
  ]);
});
