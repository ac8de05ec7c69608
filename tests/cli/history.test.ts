import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { showHistory } from '../../src/cli/history.ts';
import { historyText } from '../../src/cli/history-text.ts';
import type { TestHistory } from '../../src/history/history-store.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';
import { Workspace } from '../support/runner.ts';

const about = { description: 'Any loadout can say \u001b[31msomething.' };

async function historyOf(logs: string, reference: string): Promise<readonly TestHistory[]> {
  const store = await openHistory({ logsDirectory: logs });
  const tests = await store.tests(reference);
  store.close();
  return tests;
}

function fiveRuns(): string {
  const logs = emptyLogs();
  const tests = { A: 'failed', B: 'passed' } as const;
  recordRun(logs, 'RUN_20251203_101500', { tests, details: { A: { ...about, durationMs: 52_700 } } });
  const long = { checks: [], error: 'it came to nothing '.repeat(20) };
  recordRun(logs, 'RUN_20251203_111500', { tests: { A: 'timeout' }, details: { A: long } });
  recordRun(logs, 'RUN_20251204_101500', { tests: { A: 'skipped' } });
  recordRun(logs, 'RUN_20251205_101500', { tests: { A: 'pending' } });
  recordRun(logs, 'RUN_20251206_101500', {
    tests: { A: 'passed' },
    details: { A: { attempt: 2, flaky: true, durationMs: 66_900 } },
  });
  return logs;
}

describe('the history of a test', () => {
  it('shows what it is, how it came out and why, and its trend', async () => {
    const [test] = await historyOf(fiveRuns(), 'A[m]');
    if (test === undefined) throw new Error('no history');
    expect(historyText(test, { width: 100, verbose: false }).join('\n')).toMatchInlineSnapshot(`
      "A[m]: Does A
      Group: basics
      Description: Any loadout can say something.
      ════════════════════════════════════════════════════════════════════════════════════════════════════
      Run                 │ Date       │ Status     │ Duration │ Notes                                   │
      ────────────────────┼────────────┼────────────┼──────────┼─────────────────────────────────────────┤
      RUN_20251203_101500 │ 2025-12-03 │ ❌ FAIL    │    52.7s │ contains: no Paris in it                │
      RUN_20251203_111500 │ 2025-12-03 │ ⏰ TIMEOUT │       1s │ it came to nothing it came to nothing … │
      RUN_20251204_101500 │ 2025-12-04 │ ➖ SKIP    │        - │ no card                                 │
      RUN_20251205_101500 │ 2025-12-05 │ ⏳ PEND    │        - │ -                                       │
      RUN_20251206_101500 │ 2025-12-06 │ ✅ PASS    │    1m 6s │ passed at a further attempt             │
      ════════════════════════════════════════════════════════════════════════════════════════════════════
      Trend: IMPROVING (was failing, now passing)
      Passed: 33% of 3 runs │ Average: 59.8s │ Reliability: 50%"
    `);
    const lines = historyText(test, { width: 60, verbose: true });
    expect(lines).toContain(`RUN_20251203_111500: ${'it came to nothing '.repeat(20).slice(0, 199)}…`);
    expect(lines).toContain('Domain: llm');
    const head = (width: number): string | undefined =>
      historyText(test, { width, verbose: true }).find((line) => line.startsWith('Run '));
    expect(head(140)).toMatch(/Date +│ Status +│ Duration │ Attempts │ Plan │ Version │ Notes/);
    expect(head(70)).toMatch(/^Run +│ Status +│ Duration │ Plan │ Notes +│$/);
    for (const verbose of [true, false]) {
      const table = historyText(test, { width: 70, verbose }).filter((line) => /[│═]/.test(line));
      expect(Math.max(...table.map((line) => stringWidth(line)))).toBeLessThanOrEqual(70);
    }
  });

  it.each([
    [['passed'], 'none yet (executed in 1 run, and 2 are needed)'],
    [['passed', 'passed'], 'STABLE (passing)'],
    [['failed', 'error'], 'STABLE (failing)'],
    [['failed', 'passed'], 'IMPROVING (was failing, now passing)'],
    [['passed', 'timeout'], 'DEGRADING (was passing, now failing)'],
    [['passed', 'failed', 'passed', 'failed'], 'FLAKY (3 changes in its last 4 runs, now failing)'],
  ] as const)('says of %j: %s', (statuses, trend) => {
    const [runId, plan, version, startedAt] = ['RUN_20260301_101500', 'Plan', null, '2026-03-01T10:15:00Z'];
    const runs = statuses.map((status) => ({
      runId,
      plan,
      version,
      startedAt,
      status,
      flaky: false,
      durationMs: 1,
      attempts: 1,
      reason: null,
    }));
    const test = {
      testId: 'A',
      scenario: 'A',
      domain: 'llm',
      loadout: null,
      name: 'A',
      group: null,
      description: null,
      runs,
    };
    expect(historyText(test, { width: 80, verbose: false })).toContain(`Trend: ${trend}`);
  });
});

describe('runner history', () => {
  it('shows all loadouts of a scenario, told apart', async (test) => {
    const workspace = new Workspace(test);
    for (const [index, loadout] of ['qwen3:8b', 'tiny'].entries()) {
      recordRun(workspace.logs, `RUN_2026030${index + 1}_101500`, { tests: { A: 'passed', AB: 'passed' }, loadout });
    }
    const { code, stdout } = await workspace.run(['history', 'A']);
    expect(code).toBe(0);
    expect(stdout.match(/^\S+: Does .*/gm)).toEqual(['A[qwen3:8b]: Does A', 'A[tiny]: Does A']);
    const json = JSON.parse((await workspace.run(['history', 'A[tiny]', '--json'])).stdout);
    expect(json).toMatchObject([
      { testId: 'A[tiny]', loadout: 'tiny', trend: null, passRate: 100, runs: [{ status: 'passed' }] },
    ]);
  });

  it.each([
    ['LLM-01[tiny]', 'did you mean "LLM-001[tiny]"?'],
    ['LLM-002', 'did you mean "LLM-001"?'],
    ['what is this', 'there is: LLM-001'],
  ])('does not know %j: %s', async (reference, advice) => {
    const logs = emptyLogs();
    recordRun(logs, 'RUN_20260301_101500', { tests: { 'LLM-001': 'passed' }, loadout: 'tiny' });
    const look = { logsDir: logs, json: false, verbose: false, color: false, width: 80, write: () => undefined };
    await expect(showHistory(reference, look)).rejects.toMatchObject({
      exitCode: 2,
      message: `no run in ${logs} knows a test "${reference}"; ${advice}`,
    });
  });

  it('says that there are no runs where there are none', async (test) => {
    const workspace = new Workspace(test);
    expect(await workspace.run(['history', 'A'])).toEqual({
      code: 2,
      stdout: '',
      stderr: `no run in ${workspace.logs} knows a test "A"; it holds no runs; --logs-dir DIR says where they are\n`,
    });
  });
});
