// Attempts, repeats, dependencies, filters and overrides, as they end up on the disk and in the exit code.
import { describe, expect, it } from 'vitest';
import { root, Workspace } from '../support/runner.ts';

const suite = (scenarios: string): string => `
name: Trials
domains:
  tools:
    driver: command
    scenarios:${scenarios}`;

/** Counts its calls in a file of this name, and passes in those that the shell test names. */
const counting = (file: string, test: string): string =>
  `run: "n=$(cat ${file} 2>/dev/null || echo 0); n=$((n + 1)); echo $n > ${file}; [ $n ${test} ]"`;

const executed = (workspace: Workspace): readonly string[] =>
  workspace.onDisk.results.map(({ testId, repeat, attempt, status, flaky }) =>
    [testId, `${repeat}.${attempt}`, status, ...(flaky ? ['flaky'] : [])].join(' '),
  );

describe('trials', { concurrent: true }, () => {
  it('that pass after failed attempts are flaky, and the test passes', async (test) => {
    const workspace = new Workspace(test);
    const plan = suite(`\n      - { id: A, retries: 3, steps: [{ ${counting('a', '-ge 3')} }] }`);
    const { code, stdout } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code, stdout).toBe(0);
    expect(executed(workspace)).toEqual(['A 1.1 failed', 'A 1.2 failed', 'A 1.3 passed flaky']);
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      outcome: 'passed',
      summary: { passed: 1, failed: 0, flaky: 1 },
    });
    expect(workspace.onDisk.text('progression.log')).toContain('[INFO] Retrying A (attempt 2)');
    expect(stdout).toContain('↻ A');
  });

  it('of which one repeat fails make the test fail', async (test) => {
    const workspace = new Workspace(test);
    const plan = suite(`\n      - { id: A, repeats: 3, steps: [{ ${counting('a', '-ne 2')} }] }`);
    expect((await workspace.run([workspace.plan(plan), '--no-report'])).code).toBe(1);
    expect(executed(workspace)).toEqual(['A 1.1 passed', 'A 2.1 failed', 'A 3.1 passed']);
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      outcome: 'failed',
      summary: { total: 1, failed: 1, passed: 0 },
    });
  });

  it('are repeated and retried as the command line says, whatever the plan says', async (test) => {
    const workspace = new Workspace(test);
    const plan = suite(`\n      - { id: A, repeats: 5, retries: 5, steps: [{ run: "false" }] }`);
    const args = ['--repeats', '2', '--retries', '1', '--no-report'];
    expect((await workspace.run([workspace.plan(plan), ...args])).code).toBe(1);
    expect(executed(workspace)).toEqual(['A 1.1 failed', 'A 1.2 failed', 'A 2.1 failed', 'A 2.2 failed']);
  });

  it('stop after --max-failures, and the rest stays pending', async (test) => {
    const workspace = new Workspace(test);
    const scenario = (id: string, run: string) => `\n      - { id: ${id}, steps: [{ run: "${run}" }] }`;
    const plan = suite(scenario('A', 'true') + scenario('B', 'false') + scenario('C', 'false') + scenario('D', 'true'));
    const { code, stdout } = await workspace.run([workspace.plan(plan), '--max-failures', '1', '--no-report']);
    expect(code).toBe(1);
    expect(executed(workspace)).toEqual(['A 1.1 passed', 'B 1.1 failed']);
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      status: 'in_progress',
      outcome: 'partial',
      stoppedBy: { kind: 'max-failures', failures: 1 },
      summary: { total: 4, pending: 2 },
    });
    expect(stdout).toContain('stopped after 1 failed test');
  });

  it('are skipped with the reason where the plan says so, or what they depend on did not pass', async (test) => {
    const workspace = new Workspace(test);
    const plan = suite(`
      - { id: A, steps: [{ run: "false" }] }
      - { id: B, dependsOn: [A], steps: [{ run: "true" }] }
      - { id: C, dependsOn: [B], steps: [{ run: "true" }] }
      - { id: D, skip: waits for spring, steps: [{ run: "true" }] }
      - { id: E, dependsOn: [D], steps: [{ run: "true" }] }`);
    const { code, stdout } = await workspace.run([workspace.plan(plan), '--no-report']);
    expect(code).toBe(1);
    expect(Object.fromEntries(workspace.onDisk.results.map(({ testId, reason }) => [testId, reason]))).toEqual({
      A: undefined,
      B: 'depends on A, which is failed',
      C: 'depends on B, which is skipped',
      D: 'waits for spring',
      E: 'depends on D, which is skipped',
    });
    expect(stdout).toContain('waits for spring');
  });
});

const many = `
name: Filters
domains:
  one:
    driver: command
    scenarios:
      - { id: A, group: left, tags: [x], priority: P0, steps: [{ run: "true" }] }
      - { id: B, group: left, tags: [x, y], priority: P1, dependsOn: [A], steps: [{ run: "true" }] }
      - { id: C, group: right, tags: [y], priority: P0, steps: [{ run: "true" }] }
  two:
    driver: command
    scenarios:
      - { id: D, group: left, tags: [x], priority: P0, steps: [{ run: "true" }] }`;

describe('filters', { concurrent: true }, () => {
  it.for([
    { args: ['--domain', 'one'], ids: ['A', 'C', 'B'], mode: 'suite' },
    { args: ['--group', 'left', '--domain', 'one'], ids: ['A', 'B'], mode: 'group' },
    { args: ['--tag', 'y', '--priority', 'P0'], ids: ['C'], mode: 'filtered' },
    { args: ['--ids', 'A,D'], ids: ['A', 'D'], mode: 'single' },
    { args: [], ids: ['A', 'C', 'B', 'D'], mode: 'full' },
  ])('$args run $ids', async ({ args, ids, mode }, test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([workspace.plan(many), ...args, '--no-report']);
    expect(code, stdout).toBe(0);
    expect(workspace.onDisk.results.map(({ testId }) => testId).toSorted()).toEqual(ids.toSorted());
    expect(workspace.onDisk.json('run.json')).toMatchObject({ mode, summary: { total: ids.length } });
    const report = await workspace.run([workspace.onDisk.directory], { program: `${root}scripts/generate-report` });
    expect({ code: report.code, stderr: report.stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('that leave a dependency out run the test anyway and say so', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([workspace.plan(many), '--ids', 'B', '--no-report']);
    expect(code).toBe(0);
    expect(executed(workspace)).toEqual(['B 1.1 passed']);
    const note = 'B depends on A, which the filters leave out; it runs anyway';
    expect(stdout).toContain(note);
    expect(workspace.onDisk.text('progression.log')).toContain(`[INFO] ${note}`);
  });
});
