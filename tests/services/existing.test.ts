import { expect, it } from 'vitest';
import type { Neighbourhood } from '../../src/services/existing/neighbourhood.ts';
import { runTag } from '../../src/services/run-tag.ts';
import { tcpProbe } from '../../src/system/tcp-probe.ts';
import { Neighbours, otherUser, type Started } from '../support/neighbours.ts';
import { fixture, ollamaService, type Supervised, supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

const ours = ollamaService(fixture('fake-ollama'), { existing: 'stop' });

/** Starts one of ours in this neighbourhood and gives what was said on the way. */
async function takeOver(place: Neighbourhood): Promise<Supervised> {
  const run = supervised(place);
  run.start({ id: 'ollama/tiny', template: ours, model: 'tiny', domain: 'llm' });
  await run.report('ready');
  return run;
}

const about = ({ pid, port }: Started) => ({ service: 'ollama/tiny', program: 'ollama', pid, port, unit: null });
const existing = ({ reports }: Supervised) => reports.filter(({ type }) => type.startsWith('existing'));

it('stops a server that runs already, and says so before ours is started', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = await takeOver(neighbours.place([server.port]));
  expect(run.reports[0]).toEqual({ type: 'existing-stopped', ...about(server) });
  expect(run.reports.map(({ type }) => type)).toEqual(['existing-stopped', 'starting', 'loading', 'ready']);
  expect(server.isAlive()).toBe(false);
});

it('does not count the way being made as a part of the start of ours', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const from = performance.now();
  const run = await takeOver(neighbours.place([server.port], { watchMs: 500 }));
  const { startupMs } = await run.report('ready');
  expect(startupMs).toBeLessThanOrEqual(performance.now() - from - 500);
});

it('finds a server on any port by its executable', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = await takeOver(neighbours.place([]));
  expect(existing(run)).toEqual([{ type: 'existing-stopped', ...about(server) }]);
  expect(server.isAlive()).toBe(false);
});

it('knows a server by the other name of its command too', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve({ args: ['start'] });
  const run = await takeOver(neighbours.place([]));
  expect(existing(run)).toEqual([{ type: 'existing-stopped', ...about(server) }]);
});

it('says nothing where nothing runs', async () => {
  const run = await takeOver(new Neighbours().place([]));
  expect(existing(run)).toEqual([]);
});

it('leaves everything as it is where the plan or the machine says so', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = supervised(neighbours.place([server.port]));
  run.start({ id: 'ollama/tiny', template: { ...ours, existing: 'leave' }, model: 'tiny', domain: 'llm' });
  await run.report('ready');
  const elsewhere = supervised(null);
  elsewhere.start({ id: 'ollama/tiny', template: ours, model: 'tiny', domain: 'llm' });
  await elsewhere.report('ready');
  expect([...existing(run), ...existing(elsewhere)]).toEqual([]);
  expect(server.isAlive()).toBe(true);
});

it('touches neither a client, nor another program of that name, nor one that only calls itself so', async () => {
  const neighbours = new Neighbours();
  const bystanders = [
    neighbours.start({ args: ['run', 'llama3.2:3b'] }),
    neighbours.start({ args: ['run', 'serve'] }),
    await neighbours.serve({ program: process.execPath, name: 'ollama' }),
    await neighbours.serve({ program: process.execPath }),
  ];
  const run = await takeOver(neighbours.place(bystanders.map(({ port }) => port).filter((port) => port > 0)));
  expect(existing(run)).toEqual([]);
  expect(bystanders.map((each) => each.isAlive())).toEqual([true, true, true, true]);
});

it('stops nothing when the program of ours is not installed', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = supervised(neighbours.place([server.port]));
  const template = ollamaService(['no-such-ollama', 'serve'], { existing: 'stop' });
  run.start({ id: 'ollama/tiny', template, model: 'tiny', domain: 'llm' });
  await run.report('failed');
  expect(run.reports.map(({ type }) => type)).toEqual(['failed']);
  expect(server.isAlive()).toBe(true);
});

it('makes way once, for all that start together and after it', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = supervised(neighbours.place([server.port]));
  for (const id of ['a/tiny', 'b/tiny']) run.start({ id, template: ours, model: 'tiny', domain: 'llm' });
  await until(() => run.reports.filter(({ type }) => type === 'ready').length === 2, 'both services');
  const later = await neighbours.serve();
  run.start({ id: 'c/tiny', template: ours, model: 'tiny', domain: 'llm' });
  await until(() => run.reports.filter(({ type }) => type === 'ready').length === 3, 'the third service');
  expect(run.reports[0]).toEqual({ type: 'existing-stopped', ...about(server), service: 'a/tiny' });
  expect(existing(run)).toHaveLength(1);
  expect(later.isAlive()).toBe(true);
});

it('says that a server came back, and what it holds of the GPUs', async () => {
  const neighbours = new Neighbours();
  const app = await neighbours.serve({
    program: process.execPath,
    args: ['app.mjs', neighbours.ollama, '400'],
    behaviour: { loaded: ['a:latest', 'b:latest'], vramMiB: 1024 },
  });
  const run = await takeOver(neighbours.place([app.port], { watchMs: 20_000 }));
  const kept = await run.report('existing-kept');
  const back = neighbours.processes().find(({ parent }) => parent === app.pid);
  expect(kept).toEqual({ type: 'existing-kept', ...about(app), pid: back?.pid, why: kept.why, vramMiB: 2048 });
  expect(kept.why).toMatch(/^it came back [\d.]+ s after it was stopped: something restarts it$/);
  expect(existing(run)).toEqual([kept]);
  expect(await tcpProbe('127.0.0.1', app.port, 1000)).toBe(true);
});

it('leaves the server of a run that is still going alone, and stops what a dead run left behind', async () => {
  const neighbours = new Neighbours();
  const alive = await neighbours.serve({ env: runTag('RUN_20260301_090000') });
  const orphan = await neighbours.serve({ env: { ...runTag('RUN_20260301_080000'), FLIGHTDECK_RUNNER: '4194304:1' } });
  const run = await takeOver(neighbours.place([]));
  const why = 'it belongs to RUN_20260301_090000, a run of Flightdeck that is still going';
  expect(existing(run)).toHaveLength(2);
  expect(existing(run)).toContainEqual({ type: 'existing-kept', ...about(alive), why, vramMiB: 0 });
  expect(existing(run)).toContainEqual({ type: 'existing-stopped', ...about(orphan) });
  expect([alive.isAlive(), orphan.isAlive()]).toEqual([true, false]);
});

it.runIf(otherUser !== null)('keeps a server of another user', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve({ userId: otherUser });
  const run = await takeOver(neighbours.place([server.port]));
  const why = 'it belongs to another user';
  expect(existing(run)).toEqual([{ type: 'existing-kept', ...about(server), why, vramMiB: 0 }]);
  expect(server.isAlive()).toBe(true);
});

it('ends the children of a server with it', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve({ behaviour: { child: true } });
  await until(() => neighbours.processes().length === 2, 'its child');
  await takeOver(neighbours.place([server.port]));
  expect(neighbours.processes()).toEqual([]);
});

it('does not make a stop wait for the watch over a server that may come back', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const run = supervised(neighbours.place([server.port], { watchMs: 60_000 }));
  run.start({ id: 'ollama/tiny', template: ours, model: 'tiny', domain: 'llm' });
  await until(() => !server.isAlive(), 'its end');
  await run.supervisor.stopAll();
  await run.supervisor.restore();
  expect(run.reports.map(({ type }) => type).toSorted()).toEqual(['existing-stopped', 'stopped']);
});
