// The runner is killed and cannot do anything any more: what it had announced is there.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../src/domain/events.ts';
import { fixtureCommand, root, Workspace } from '../support/runner.ts';
import { until } from '../support/until.ts';

const plan = `
name: Killed
services:
  up: { adapter: command, api: none, command: ${fixtureCommand('processes/serves.mjs', '{port}')} }
domains:
  first:
    driver: command
    scenarios: [{ id: FIRST, steps: [{ run: echo first }], repeats: 5 }]
  second:
    driver: command
    loadouts: [up]
    scenarios: [{ id: SECOND, steps: [{ run: seq 1000 }], repeats: 5000 }]`;

/** By each step of the second domain. */
const printed = Array.from({ length: 1000 }, (_, index) => `${index + 1}\n`).join('');

/** `trial.finished` among complete lines, in the order in which they were announced. */
function announced(stdout: string): readonly string[] {
  const lines = stdout.split('\n').slice(0, -1);
  const events = lines.map((line): RecordedEvent => JSON.parse(line)).map(({ event }) => event);
  return events.flatMap((event) => (event.type === 'trial.finished' ? [name(event.result)] : []));
}

const name = ({ testId, repeat }: { testId: string; repeat: number }): string => `${testId} ${repeat}`;

describe('kill -9 of the runner', { concurrent: true }, () => {
  it.for([
    [3, 'fsync'],
    [6, 'os'],
    [40, 'fsync'],
    [150, 'os'],
  ] as const)('after %i results with --durability %s loses none of them', async ([count, durability], test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(plan), '--reporter', 'json', '--durability', durability]);
    const seen = (): number => runner.stdout().split('"type":"trial.finished"').length - 1;
    await until(() => seen() > count, `${count} results`, 20_000);
    runner.kill('SIGKILL');
    const { stdout } = await runner.ended;

    const said = announced(stdout);
    const run = workspace.onDisk;
    expect(said.length).toBeGreaterThanOrEqual(count);
    expect(run.results.map(name).slice(0, said.length)).toEqual(said);
    const filed = [...run.domain('first'), ...run.domain('second')].map(name);
    expect(filed.slice(0, said.length)).toEqual(said);
    const outputs = run.results.flatMap(({ steps }) => steps[0]?.actual?.path ?? []);
    expect(outputs).toHaveLength(run.results.length - run.domain('first').length);
    for (const path of outputs) expect(run.text(path)).toBe(printed);
    expect(run.results.length - filed.length).toBeLessThanOrEqual(1);
    expect(run.json('run.json')).toMatchObject({ status: 'in_progress', outcome: null });

    const report = await workspace.run([run.directory, '--json'], { program: `${root}scripts/generate-report` });
    expect(report.code, report.stderr).toBe(0);
    const { trials, tests } = JSON.parse(report.stdout);
    expect(trials).toBeGreaterThanOrEqual(said.length);
    // The report reads the journal where that is one result ahead.
    expect(tests).toMatchObject({ total: 2, pending: trials < 5 ? 2 : 1 });
    await workspace.endSurvivors();
  });

  it('leaves secrets that a step printed nowhere but in a hidden file for its owner alone', async (test) => {
    const workspace = new Workspace(test);
    const secretPlan = `
name: Killed in a step
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: echo $DB_PASSWORD; touch printed; sleep 60 }] }]`;
    const runner = workspace.start([workspace.plan(secretPlan)], { env: { DB_PASSWORD: 'sesame-open-up' } });
    await until(() => existsSync(join(workspace.directory, 'printed')), 'the secret', 20_000);
    runner.kill('SIGKILL');
    await runner.ended;
    const run = workspace.onDisk;
    const holders = run.files().filter((path) => run.text(path).includes('sesame-open-up'));
    expect(holders).toEqual(['artifacts/.tools_A_1_1_step1.stdout.txt.part']);
    expect(statSync(join(run.directory, holders[0] ?? '')).mode & 0o777).toBe(0o600);
    await workspace.endSurvivors();
  });

  it('leaves its services to be found by doctor', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(plan)]);
    await workspace.event('service.ready');
    runner.kill('SIGKILL');
    await runner.ended;
    const runId = workspace.onDisk.directory.split('/').at(-1);
    const { stdout } = await workspace.run(['doctor', '--json'], { program: `${root}scripts/runner` });
    expect(JSON.parse(stdout).leftovers).toContainEqual({ pid: expect.any(Number), name: 'node', runId });
    await workspace.endSurvivors();
  });
});
