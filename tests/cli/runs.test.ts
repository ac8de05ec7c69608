import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { runsText } from '../../src/cli/runs-text.ts';
import type { RunEntry } from '../../src/history/history-store.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';
import { Workspace } from '../support/runner.ts';

async function severalRuns(): Promise<readonly RunEntry[]> {
  const logs = emptyLogs();
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'passed', B: 'failed' }, plan: 'Full local\u001b[31m stack' });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'failed', B: 'passed' }, plan: 'Full local\u001b[31m stack' });
  recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'passed', B: 'pending' }, version: null });
  const store = await openHistory({ logsDirectory: logs });
  const runs = await store.runs();
  store.close();
  return runs;
}

describe('the table of runs', () => {
  it('shows counts, rates, regressions and fixes', async () => {
    expect(runsText(await severalRuns(), 5, { width: 140 }).join('\n')).toMatchInlineSnapshot(`
      "═════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════
      Run                 │ Plan             │ Version │ Total │ Pass │ Fail │ Skip │ Pend │ Passed │ Executed │ Duration │ Regressed │ Fixed │
      ────────────────────┼──────────────────┼─────────┼───────┼──────┼──────┼──────┼──────┼────────┼──────────┼──────────┼───────────┼───────┤
      RUN_20260301_101500 │ Full local stack │ 1.0     │     2 │    1 │    1 │    0 │    0 │    50% │     100% │     5.2s │         0 │     0 │ ❌
      RUN_20260302_101500 │ Full local stack │ 1.0     │     2 │    1 │    1 │    0 │    0 │    50% │     100% │     5.2s │         1 │     1 │ ❌
      RUN_20260303_101500 │ Plan             │ -       │     2 │    1 │    0 │    0 │    1 │   100% │      50% │     5.2s │         0 │     0 │ 🔄
      ═════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════════
      the newest 3 of 5 runs; --all shows the others as well"
    `);
  });

  it.each([100, 80, 60, 40])('leaves out what has no room on %i columns, and never the counts', async (width) => {
    const lines = runsText(await severalRuns(), 3, { width });
    const widest = Math.max(...lines.map((line) => stringWidth(line)));
    expect(widest).toBeLessThanOrEqual(Math.max(width, 60));
    expect(lines[1]).toMatch(/Run .* Total │ Pass │ Fail │ Skip │ Pend │/);
  });
});

describe('runner runs', () => {
  it('says where it looked for runs, and answers programs with an empty list', async (test) => {
    const workspace = new Workspace(test);
    expect(await workspace.run(['runs'])).toEqual({
      code: 0,
      stdout: `there are no runs in ${workspace.logs}; --logs-dir DIR says where they are\n`,
      stderr: '',
    });
    expect(await workspace.run(['runs', '--json'])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });

  it('limits what it shows, and tells programs everything', async (test) => {
    const workspace = new Workspace(test);
    for (let n = 10; n < 45; n += 1) recordRun(workspace.logs, `RUN_20260301_1015${n}`, { tests: { A: 'passed' } });
    const shown = await workspace.run(['runs']);
    expect(shown.stdout.match(/RUN_/g)).toHaveLength(30);
    expect(shown.stdout).toContain('the newest 30 of 35 runs; --all shows the others as well\n');
    expect((await workspace.run(['runs', '--all'])).stdout.match(/RUN_/g)).toHaveLength(35);
    expect((await workspace.run(['runs', '--limit', '2'])).stdout.match(/RUN_\w+/g)).toEqual([
      'RUN_20260301_101543',
      'RUN_20260301_101544',
    ]);
    const { stdout } = await workspace.run(['runs', '--json']);
    expect(JSON.parse(stdout)).toHaveLength(35);
    expect(JSON.parse(stdout)[0]).toMatchObject({ runId: 'RUN_20260301_101510', coverage: 100, passRate: 100 });
  });
});
