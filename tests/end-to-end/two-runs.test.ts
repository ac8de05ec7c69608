// Two runs on one machine: each has what it needs, and what only one can have goes to one at a time.
import getPort from 'get-port';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, Workspace } from '../support/runner.ts';
import { until } from '../support/until.ts';

const plan = (port: number | 'auto', seconds: number): string => `
name: Two
services:
  mine: { adapter: command, api: none, port: ${port}, command: ${fixtureCommand('processes/serves.mjs', port === 'auto' ? '{port}' : String(port))} }
domains:
  tools:
    driver: command
    loadouts: [mine]
    scenarios: [{ id: A, steps: [{ run: sleep ${seconds} }] }]`;

describe('two runs at once', { concurrent: true }, () => {
  it('have ports, folders, day numbers and ledgers of their own', async (test) => {
    const workspace = new Workspace(test);
    const file = workspace.plan(plan('auto', 1));
    const runs = [workspace.start([file, '--no-report']), workspace.start([file, '--no-report'])];
    await until(() => workspace.ledgers().length === 2, 'both ledgers');
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([0, 0]);
    expect(new Set(workspace.runFolders()).size).toBe(2);
    expect(workspace.ledgers()).toEqual([]);
    expect([...workspace.left()]).toEqual([]);
  });

  it('cannot both have a port of their plan: the second one says who has it, and makes nothing', async (test) => {
    const workspace = new Workspace(test);
    const port = await getPort({ host: '127.0.0.1' });
    const file = workspace.plan(plan(port, 60));
    const first = workspace.start([file, '--no-report']);
    await workspace.event('trial.started');
    const runId = workspace.onDisk.directory.split('/').at(-1);
    const second = await workspace.run([file]);
    expect(second).toEqual({
      code: 3,
      stdout: '',
      stderr: `${runId} (pid ${first.pid}) uses port ${port}, which service "mine" needs: two runs cannot have it at once; --wait 2h waits for it, or end that run first\n`,
    });
    expect(workspace.runFolders()).toHaveLength(1);
    const waited = await workspace.run([file, '--wait', '1s']);
    expect(waited.code).toBe(3);
    expect(waited.stderr).toContain('; this run waits until it is free, Ctrl-C ends the wait\n');
    expect(waited.stderr).toContain('two runs cannot have it at once; it was still not free at the end of the wait\n');
    first.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
  });

  it('share it one after the other where the second one waits, also when the first is killed', async (test) => {
    const workspace = new Workspace(test);
    const port = await getPort({ host: '127.0.0.1' });
    const first = workspace.start([workspace.plan(plan(port, 60)), '--no-report']);
    await workspace.event('trial.started');
    const second = workspace.start([workspace.plan(plan(port, 0)), '--no-report', '--wait']);
    await until(() => second.stderr().includes('this run waits until it is free'), 'the wait');
    first.kill('SIGKILL');
    const { code, stdout } = await second.ended;
    expect(code, stdout).toBe(0);
    await workspace.nothingLeft();
  });

  it('can be given up while it waits', async (test) => {
    const workspace = new Workspace(test);
    const port = await getPort({ host: '127.0.0.1' });
    const file = workspace.plan(plan(port, 60));
    const first = workspace.start([file, '--no-report']);
    await workspace.event('trial.started');
    const second = workspace.start([file, '--wait', '2h']);
    await until(() => second.stderr().includes('this run waits until it is free'), 'the wait');
    second.kill('SIGINT');
    expect((await second.ended).code).toBe(130);
    expect(workspace.runFolders()).toHaveLength(1);
    first.kill('SIGTERM');
    expect((await first.ended).code).toBe(143);
  });
});
