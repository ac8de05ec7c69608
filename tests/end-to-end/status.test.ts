// What is said of a run while it is under way, after its runner was killed, and once it is abandoned.
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { Workspace } from '../support/runner.ts';

const plan = `
name: Status
domains:
  tools:
    driver: command
    scenarios:
      - { id: QUICK, group: fast, steps: [{ run: "true" }] }
      - { id: LONG, group: slow, steps: [{ run: "sleep 61" }] }
      - { id: NEVER, steps: [{ run: "true" }] }`;

it('tells a run that is under way from one whose runner was killed, and lets nobody abandon the former', async (test) => {
  const workspace = new Workspace(test);
  const runner = workspace.start([workspace.plan(plan)]);
  await workspace.event('trial.started', ({ testId }) => testId === 'LONG');
  const runId = basename(workspace.onDisk.directory);

  const underWay = await workspace.run(['status']);
  expect(underWay).toMatchObject({ code: 0, stderr: '' });
  expect(underWay.stdout).toContain(`${runId} (in progress)`);
  expect(underWay.stdout).toContain(`\nRunner: alive, pid ${runner.pid}\n`);
  expect(underWay.stdout).toContain('Progress: 33% (1/3 executed)');
  expect(underWay.stdout).not.toContain('Next');
  const refused = await workspace.run(['abandon', 'latest']);
  expect(refused).toEqual({
    code: 2,
    stdout: '',
    stderr: `${runId} is under way: its runner is alive, pid ${runner.pid}; stop it first, with Ctrl-C or "kill -INT ${runner.pid}"\n`,
  });

  runner.kill('SIGKILL');
  await workspace.nothingLeft();
  const killed = JSON.parse((await workspace.run(['status', runId.slice(0, 12), '--json'])).stdout);
  expect(killed).toMatchObject({
    status: 'in_progress',
    runner: { state: 'gone' },
    groups: [
      { group: 'fast', state: 'clean' },
      { group: 'slow', state: 'pending' },
      { group: 'tools', state: 'pending' },
    ],
    next: [{ executes: 'pending', tests: 2 }],
  });

  const abandoned = await workspace.run(['abandon', killed.dayId]);
  expect(abandoned).toEqual({
    code: 0,
    stdout: `Abandoned ${runId}: 2 pending tests will not be executed.\n`,
    stderr: '',
  });
  expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'abandoned', summary: { passed: 1, pending: 2 } });
  const again = await workspace.run(['abandon', runId]);
  expect(again).toEqual({ code: 2, stdout: '', stderr: `${runId} is abandoned already\n` });
});

it('says that there is no run yet', async (test) => {
  const workspace = new Workspace(test);
  const { code, stderr } = await workspace.run(['status']);
  expect(code).toBe(2);
  expect(stderr).toBe(`there is no run in ${workspace.logs}; --logs-dir DIR says where they are\n`);
});
