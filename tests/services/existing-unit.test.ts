import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { unitOf } from '../../src/services/existing/unit-of.ts';
import { tcpProbe } from '../../src/system/tcp-probe.ts';
import { Neighbours, otherUser, type Started } from '../support/neighbours.ts';
import { fixture, ollamaService, type Supervised, supervised } from '../support/supervised.ts';
import { until } from '../support/until.ts';

const program = fileURLToPath(new URL('../fixtures/runners/takes-over.ts', import.meta.url));
const ours = ollamaService(fixture('fake-ollama'), { existing: 'stop' });
const inUnit = { controlGroupOf: () => '0::/system.slice/ollama.service\n' };
const existing = ({ reports }: Supervised) => reports.filter(({ type }) => type.startsWith('existing'));
const about = ({ pid, port }: Started) => ({
  service: 'ollama/tiny',
  program: 'ollama',
  pid,
  port,
  unit: 'ollama.service',
});

function start(run: Supervised): Promise<unknown> {
  run.start({ id: 'ollama/tiny', template: ours, model: 'tiny', domain: 'llm' });
  return run.report('ready');
}

it('has a unit stopped by its service manager, and started again at the end of the run', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const unit = neighbours.manage(server);
  const run = supervised(neighbours.place([server.port], { ...inUnit, searchPath: unit.searchPath }));
  await start(run);
  expect(existing(run)).toEqual([{ type: 'existing-stopped', ...about(server) }]);
  expect(server.isAlive()).toBe(false);

  await run.supervisor.stopAll();
  await run.supervisor.restore();
  await run.supervisor.restore();
  const restarted = { type: 'existing-restarted', program: 'ollama', unit: 'ollama.service', error: null };
  expect(existing(run).slice(1)).toEqual([restarted]);
  await until(() => tcpProbe('127.0.0.1', server.port, 1000), 'the unit to serve again');
  expect(unit.calls()).toEqual([
    '--no-ask-password show --property=MainPID --value -- ollama.service',
    '--no-ask-password stop -- ollama.service',
    '--no-ask-password start -- ollama.service',
  ]);
});

it('talks to the service manager of the user about a unit of the user', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const unit = neighbours.manage(server);
  const uid = process.getuid?.() ?? 0;
  const group = `0::/user.slice/user-${uid}.slice/user@${uid}.service/app.slice/ollama.service\n`;
  const run = supervised(neighbours.place([server.port], { controlGroupOf: () => group, searchPath: unit.searchPath }));
  await start(run);
  expect(unit.calls().at(-1)).toBe('--no-ask-password --user stop -- ollama.service');
});

it('keeps a unit that this user may not stop, and does not start it again', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve({ behaviour: { loaded: ['a:latest'], vramMiB: 5120 } });
  const unit = neighbours.manage(server);
  unit.refuse('Failed to stop ollama.service: Interactive authentication required.');
  const run = supervised(neighbours.place([server.port], { ...inUnit, searchPath: unit.searchPath }));
  await start(run);
  const why =
    'systemd does not stop ollama.service: Failed to stop ollama.service: Interactive authentication required.';
  await run.supervisor.stopAll();
  await run.supervisor.restore();
  expect(existing(run)).toEqual([{ type: 'existing-kept', ...about(server), why, vramMiB: 5120 }]);
  expect(server.isAlive()).toBe(true);
});

it('keeps a unit about which its service manager does not answer', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const unit = neighbours.manage(server);
  unit.stayAway('Failed to connect to bus: No medium found');
  const run = supervised(neighbours.place([server.port], { ...inUnit, searchPath: unit.searchPath }));
  await start(run);
  const why =
    'it belongs to ollama.service, and systemd does not say whether it is its main process: ' +
    'Failed to connect to bus: No medium found';
  expect(existing(run)).toEqual([{ type: 'existing-kept', ...about(server), why, vramMiB: 0 }]);
  expect(server.isAlive()).toBe(true);
});

it('says when a unit cannot be started again', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const unit = neighbours.manage(server);
  const run = supervised(neighbours.place([server.port], { ...inUnit, searchPath: unit.searchPath }));
  await start(run);
  unit.refuse('Failed to start ollama.service: Unit ollama.service is masked.');
  await run.supervisor.restore();
  expect(await run.report('existing-restarted')).toMatchObject({
    unit: 'ollama.service',
    error: 'Failed to start ollama.service: Unit ollama.service is masked.',
  });
});

it('never stops a unit for what was only started through it', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const cron = neighbours.start({ args: ['run'] });
  const unit = neighbours.manage({ ...server, pid: cron.pid });
  const group = { controlGroupOf: () => '0::/system.slice/cron.service\n', searchPath: unit.searchPath };
  const run = supervised(neighbours.place([server.port], group));
  await start(run);
  expect(existing(run)).toEqual([{ type: 'existing-stopped', ...about(server), unit: null }]);
  expect(unit.calls()).toEqual(['--no-ask-password show --property=MainPID --value -- cron.service']);
  expect(cron.isAlive()).toBe(true);
});

it.each(['killed', 'exit', 'after the sweep'])(
  'has a unit started again when the run ends too early (%s)',
  async (how) => {
    const neighbours = new Neighbours();
    const server = await neighbours.serve();
    const unit = neighbours.manage(server);
    const place = {
      port: server.port,
      pid: server.pid,
      searchPath: unit.searchPath,
      runDirectory: neighbours.directory,
    };
    await execa(process.execPath, [program, how, JSON.stringify(place)], { reject: false });
    expect(server.isAlive()).toBe(false);
    await until(() => unit.calls().at(-1) === '--no-ask-password start -- ollama.service', 'the call');
    await until(() => tcpProbe('127.0.0.1', server.port, 1000), 'the unit to serve again');
  },
);

/** What a runner of user `nobody` says, which may see neither the executable nor the sockets of the server. */
async function saidByNobody(neighbours: Neighbours, server: Started, searchPath: string): Promise<unknown> {
  const runDirectory = join(neighbours.directory, 'run');
  mkdirSync(runDirectory);
  chmodSync(runDirectory, 0o777);
  const place = { port: server.port, pid: server.pid, searchPath, runDirectory };
  const { stdout } = await execa(process.execPath, [program, 'exit', JSON.stringify(place)], { uid: otherUser ?? 0 });
  return JSON.parse(stdout);
}

it.runIf(otherUser !== null)('asks the service manager about a server whose owner may not be known', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const unit = neighbours.manage(server);
  unit.refuse('Failed to stop ollama.service: Access denied');
  const why = 'systemd does not stop ollama.service: Failed to stop ollama.service: Access denied';
  const said = await saidByNobody(neighbours, server, unit.searchPath);
  expect(said).toEqual({ type: 'existing-kept', ...about(server), why, vramMiB: 0 });
});

it.runIf(otherUser !== null)('keeps a server whose owner may not be known where no service manager is', async () => {
  const neighbours = new Neighbours();
  const server = await neighbours.serve();
  const why = 'it belongs to another user';
  const said = await saidByNobody(neighbours, server, '/nowhere');
  expect(said).toEqual({ type: 'existing-kept', ...about(server), unit: null, why, vramMiB: 0 });
  expect(server.isAlive()).toBe(true);
});

it.each([
  ['0::/system.slice/ollama.service\n', { name: 'ollama.service', manager: 'system' }],
  [
    '12:cpu,cpuacct:/\n1:name=systemd:/system.slice/ollama.service\n0::/system.slice/ollama.service\n',
    { name: 'ollama.service', manager: 'system' },
  ],
  [
    '0::/user.slice/user-1000.slice/user@1000.service/app.slice/ollama.service\n',
    { name: 'ollama.service', manager: 'user' },
  ],
  ['0::/user.slice/user-1001.slice/user@1001.service/app.slice/ollama.service\n', null],
  ['0::/user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope\n', null],
  ['0::/user.slice/user-1000.slice/session-3.scope\n', null],
  ['0::/system.slice/docker-0a1b.scope\n', null],
  ['0::/user.slice/user-1000.slice/user@1000.service\n', null],
  ['0::/\n', null],
  ['', null],
  [null, null],
])('reads the unit from the control group %j', (group, unit) => {
  expect(unitOf(group, 1000)).toEqual(unit);
});
