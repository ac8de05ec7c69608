import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordRun } from '../support/recorded-runs.ts';
import { stubbornPlan, Workspace } from '../support/runner.ts';

it('says what would go, removes it when told to, and answers about it afterwards as before', async (test) => {
  const workspace = new Workspace(test);
  const { logs } = workspace;
  recordRun(logs, 'RUN_20260101_101500', { tests: { A: 'failed' } });
  recordRun(logs, 'RUN_20260102_101500', { tests: { A: 'passed' } });
  recordRun(logs, 'RUN_20260103_101500', { tests: { A: 'failed' } });
  expect(await workspace.run(['pin', 'RUN_20260102'])).toEqual({
    code: 0,
    stdout: 'RUN_20260102_101500 is pinned: runner prune leaves it\n',
    stderr: '',
  });
  const dry = await workspace.run(['prune']);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout.replace(/\d+ KiB/g, 'N KiB')).toMatchInlineSnapshot(`
    "═══════════════════════════════════════════════════════════════════════════════════════
    Run                 │ Plan │ Until      │  Size │ What becomes of it                  │
    ────────────────────┼──────┼────────────┼───────┼─────────────────────────────────────┤
    RUN_20260101_101500 │ Plan │ 2026-01-01 │ N KiB │ would go                            │
    RUN_20260102_101500 │ Plan │ 2026-01-02 │ N KiB │ stays: it is pinned                 │
    RUN_20260103_101500 │ Plan │ 2026-01-03 │ N KiB │ stays: no later run has passed A[m] │
    ═══════════════════════════════════════════════════════════════════════════════════════
    1 run folder would go and free N KiB; 2 of those older than 14 days stay; nothing was removed, --yes does it
    "
  `);
  expect(existsSync(join(logs, 'RUN_20260101_101500'))).toBe(true);
  const before = (await workspace.run(['history', 'A'])).stdout;
  const json = JSON.parse((await workspace.run(['prune', '--yes', '--json'])).stdout);
  expect(json).toMatchObject({
    removed: true,
    runs: [
      { runId: 'RUN_20260101_101500', stays: null, problem: null },
      { runId: 'RUN_20260102_101500', stays: 'it is pinned' },
      { runId: 'RUN_20260103_101500', stays: 'no later run has passed A[m]' },
    ],
  });
  expect(existsSync(join(logs, 'RUN_20260101_101500'))).toBe(false);
  expect((await workspace.run(['history', 'A'])).stdout).toBe(before);
  expect((await workspace.run(['runs'])).stdout).toContain(
    'of 1 run the folder was pruned and the figures were kept\n',
  );
  expect((await workspace.run(['unpin', 'latest'])).stdout).toBe('RUN_20260103_101500 was not pinned\n');
  expect((await workspace.run(['prune', '--older-than', '900d'])).stdout).toBe(
    'no run folder is older than 900 days\n',
  );
});

it('leaves a run whose runner is alive', async (test) => {
  const workspace = new Workspace(test);
  const runner = workspace.start([workspace.plan(stubbornPlan)]);
  await workspace.event('trial.started');
  const folder = workspace.runFolder() ?? '';
  utimesSync(join(folder, 'events.jsonl'), new Date(0), new Date(0));
  const args = ['prune', '--older-than', '0h', '--yes', '--json'];
  expect(JSON.parse((await workspace.run(args)).stdout)).toMatchObject({ runs: [{ stays: 'its runner is alive' }] });
  runner.kill('SIGKILL');
  await runner.ended;
  await workspace.nothingLeft();
  utimesSync(join(folder, 'events.jsonl'), new Date(0), new Date(0));
  expect(JSON.parse((await workspace.run(args)).stdout)).toMatchObject({ runs: [{ stays: null, problem: null }] });
  expect(existsSync(folder)).toBe(false);
});
