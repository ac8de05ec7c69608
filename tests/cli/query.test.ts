import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { recordRun } from '../support/recorded-runs.ts';
import { type Ended, Workspace } from '../support/runner.ts';

/** The record of test-run-history-store.md, and nothing else. */
const record = z.strictObject({
  run_id: z.string(),
  agent_name: z.string(),
  version: z.string().nullable(),
  timestamp: z.iso.datetime(),
  result_summary: z.strictObject({
    total: z.int(),
    passed: z.int(),
    failed: z.int(),
    skipped: z.int(),
    pending: z.int(),
  }),
  failures: z.array(z.strictObject({ index: z.int(), description: z.string() })),
  duration: z.number(),
  triggered_by: z.string(),
  tags: z.array(z.string()),
});

interface Asked {
  ask(...args: readonly string[]): Promise<Ended>;
  lines(...args: readonly string[]): Promise<readonly string[]>;
}

function workspaceWithRuns(test: ConstructorParameters<typeof Workspace>[0]): Asked {
  const workspace = new Workspace(test);
  const { logs } = workspace;
  recordRun(logs, 'RUN_20260301_101500', { tests: { A: 'failed', B: 'passed' }, version: '1.3.0' });
  recordRun(logs, 'RUN_20260302_101500', { tests: { A: 'passed', B: 'passed' }, version: '1.4.0' });
  recordRun(logs, 'RUN_20260303_101500', { tests: { A: 'failed' }, version: '1.4.0', plan: 'Other' });
  const ask = (...args: readonly string[]): Promise<Ended> => workspace.run(['query', ...args]);
  return { ask, lines: async (...args) => (await ask(...args)).stdout.trimEnd().split('\n') };
}

describe('runner query', () => {
  it('gives records exactly as the specification has them', async (test) => {
    const { ask } = workspaceWithRuns(test);
    const { code, stdout, stderr } = await ask('--json', '--result', 'failed');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(
      z
        .array(record)
        .parse(JSON.parse(stdout))
        .map(({ agent_name }) => agent_name),
    ).toEqual(['Other', 'Plan']);
    const loadouts = z.array(record).parse(JSON.parse((await ask('--by', 'loadout', '--json')).stdout));
    expect(loadouts.map(({ agent_name }) => agent_name)).toEqual(['m', 'm', 'm']);
  });

  it('shows tables', async (test) => {
    const { lines } = workspaceWithRuns(test);
    expect(await lines('--name', 'Plan')).toMatchInlineSnapshot(`
      [
        "════════════════════════════════════════════════════════════════════════════════════════════════",
        "Run                 │ Name │ Version │ Total │ Pass │ Fail │ Duration │ Triggered by │ Tags    │",
        "────────────────────┼──────┼─────────┼───────┼──────┼──────┼──────────┼──────────────┼─────────┤",
        "RUN_20260302_101500 │ Plan │ 1.4.0   │     2 │    2 │    0 │     5.2s │ nightly      │ nightly │",
        "RUN_20260301_101500 │ Plan │ 1.3.0   │     2 │    1 │    1 │     5.2s │ nightly      │ nightly │",
        "════════════════════════════════════════════════════════════════════════════════════════════════",
      ]
    `);
    expect(await lines('failures', '--since', '2026-03-01')).toMatchInlineSnapshot(`
      [
        "══════════════════════════════════════════════════════════════════════════════════",
        "Test │ Failed in │ Last                │ Passed since │ Why                      │",
        "─────┼───────────┼─────────────────────┼──────────────┼──────────────────────────┤",
        "A[m] │ 2 runs    │ RUN_20260303_101500 │ no           │ contains: no Paris in it │",
        "══════════════════════════════════════════════════════════════════════════════════",
      ]
    `);
    expect(await lines('trend', '--name', 'Plan', '--versions', '1.3.0,1.4.0')).toMatchInlineSnapshot(`
      [
        "═════════════════════════════════════════════════════════════════════",
        "Version │ Runs │ Passed tests │ Failed tests │ Pass rate │ Duration │",
        "────────┼──────┼──────────────┼──────────────┼───────────┼──────────┤",
        "1.3.0   │    1 │            1 │            1 │       50% │     5.2s │",
        "1.4.0   │    1 │            2 │            0 │      100% │     5.2s │",
        "═════════════════════════════════════════════════════════════════════",
        "Trend: IMPROVING (+50 points)",
      ]
    `);
    expect(await lines('rates')).toMatchInlineSnapshot(`
      [
        "═════════════════════════════════════════════════════════════════════════════",
        "Name  │ Failure rate │ Failed tests │ Failed runs │ Runs │ Last run         │",
        "──────┼──────────────┼──────────────┼─────────────┼──────┼──────────────────┤",
        "Other │         100% │            1 │           1 │    1 │ 2026-03-03 10:15 │",
        "Plan  │          25% │            1 │           1 │    2 │ 2026-03-02 10:15 │",
        "═════════════════════════════════════════════════════════════════════════════",
      ]
    `);
    expect(await lines('groups', '--name', 'Plan')).toMatchInlineSnapshot(`
      [
        "Run: RUN_20260302_101500 (Plan)",
        "═════════════════════════════════════════════════════════════════",
        "Group  │ Total │ Pass │ Fail │ Skip │ Pend │ Pass rate │ Status │",
        "───────┼───────┼──────┼──────┼──────┼──────┼───────────┼────────┤",
        "basics │     2 │    2 │    0 │    0 │    0 │      100% │ clean  │ ✅",
        "═════════════════════════════════════════════════════════════════",
      ]
    `);
  });

  it('tells failures of the last seven days unless asked for others', async (test) => {
    const { lines } = workspaceWithRuns(test);
    expect(await lines('failures')).toEqual(['no test failed in that time']);
    expect(await lines('--since', '7d')).toEqual(['no finished run is like that']);
    const all = await lines('failures', '--since', '2020-01-01', '--json');
    expect(await lines('failures', '--since', '2020-01-01', '--versions', '9.9')).toEqual([
      'no test failed in that time',
    ]);
    expect(await lines('failures', '--since', '2020-01-01', '--json', '--by', 'loadout', '--name', 'm')).toEqual(all);
  });

  it('takes groups from the newest run that is asked for', async (test) => {
    const { lines } = workspaceWithRuns(test);
    expect(await lines('groups', '--since', '2030-01-01')).toEqual(['no such run']);
    expect(await lines('groups', '--versions', '9.9')).toEqual(['no such run']);
  });

  it('says that there are more records only where there are', async (test) => {
    const { lines } = workspaceWithRuns(test);
    const count = JSON.parse((await lines('--json')).join('\n')).length;
    expect((await lines('--limit', String(count))).join('\n')).not.toContain('--limit N shows more');
    expect((await lines('--limit', String(count - 1))).join('\n')).toContain(
      `the newest ${count - 1}; --limit N shows more`,
    );
  });

  it.each([
    [['trend', '--name', 'Plan'], 'a trend is that of one name between two versions; give for example --name'],
    [['--since', 'yesterday'], 'A time is wanted, for example 7d, 12h, 2w or 2026-03-01.'],
    [['failures', '--result', 'failed'], 'query failures takes no --result'],
    [['groups', '--by', 'loadout'], 'query groups takes no --by loadout'],
    [['groups', '--limit', '2'], 'query groups takes no --limit'],
    [['--since', '2026-02-31'], 'A time is wanted, for example 7d, 12h, 2w or 2026-03-01.'],
    [['everything'], 'Allowed choices are runs, failures, trend, rates, groups.'],
  ])('refuses %j', async (args, said) => {
    const { ask } = workspaceWithRuns({ onTestFinished });
    const { code, stdout, stderr } = await ask(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
  });
});

describe('runner index', () => {
  it('says what it knows, and forgets what it knew when it is rebuilt', async (test) => {
    const workspace = new Workspace(test);
    recordRun(workspace.logs, 'RUN_20260301_101500', { tests: { A: 'passed', B: 'passed' } });
    const known = { code: 0, stdout: `the index of ${workspace.logs} knows 1 run and 2 tests\n`, stderr: '' };
    expect(await workspace.run(['index'])).toEqual(known);
    expect(await workspace.run(['index', '--rebuild'])).toEqual(known);
    expect(JSON.parse((await workspace.run(['index', '--json'])).stdout)).toEqual({ runs: 1, pruned: 0, tests: 2 });
  });

  it('says in a sentence that it cannot be rebuilt', async (test) => {
    const workspace = new Workspace(test);
    mkdirSync(join(workspace.logs, '.history.sqlite'), { recursive: true });
    const { code, stderr } = await workspace.run(['index', '--rebuild']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `the index ${workspace.logs}/.history.sqlite cannot be removed: the system refuses it with ERR_FS_EISDIR\n`,
    });
  });
});
