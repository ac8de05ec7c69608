// What a script reads: the exit code, and what was or was not begun.
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, runnerProgram, Workspace } from '../support/runner.ts';

const suite = (run: string, more = ''): string => `
name: Codes
domains:
  tools:
    driver: command
    scenarios: [{ id: A, group: left, tags: [x], steps: [{ run: "${run}" }]${more} }]`;

describe('the exit code', { concurrent: true }, () => {
  it('is 0 where everything passed, and the program ends with its last word', async (test) => {
    const workspace = new Workspace(test);
    const { code, stderr } = await workspace.run([workspace.plan(suite('true')), '--no-report']);
    const sinceLastEvent = Date.now() - Date.parse(workspace.onDisk.journal.at(-1)?.at ?? '');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(sinceLastEvent).toBeLessThan(1500);
  });

  it('is 1 where a test failed', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([workspace.plan(suite('exit 3')), '--no-report']);
    expect(code).toBe(1);
    expect(stdout).toContain('✗ FAILED');
  });

  it('is 1 where a test took too long', async (test) => {
    const workspace = new Workspace(test);
    const plan = suite('sleep 60', ', timeout: 100ms');
    expect((await workspace.run([workspace.plan(plan), '--no-report'])).code).toBe(1);
    expect(workspace.onDisk.json('run.json')).toMatchObject({ summary: { timeout: 1 } });
  });

  it('is 2 for a plan that is not valid: all problems are said and nothing is begun', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(suite('true', ', retries: often').replace('tags:', 'tag:'));
    const { code, stdout, stderr } = await workspace.run([plan]);
    expect({ code, stdout, begun: existsSync(workspace.logs) }).toEqual({ code: 2, stdout: '', begun: false });
    expect(stderr).toContain(`${plan}:6:39: `);
    expect(stderr).toContain('did you mean "tags"?');
    expect(stderr).toContain(`2 problems in ${plan}`);
  });

  it.for([
    { what: 'a variable that is not set', plan: suite('echo ${NOT_SET_ANYWHERE}'), args: [], says: 'NOT_SET_ANYWHERE' },
    { what: 'an unknown option', plan: suite('true'), args: ['--what'], says: "error: unknown option '--what'" },
    {
      what: 'a value of a filter that the plan does not have',
      plan: suite('true'),
      args: ['--tag', 'z'],
      says: 'the plan has no tag "z"',
    },
    { what: 'a number that is none', plan: suite('true'), args: ['--repeats', '0'], says: 'A whole number from 1' },
    { what: 'an unknown reporter', plan: suite('true'), args: ['--reporter', 'html'], says: 'tui, plain, json' },
  ])('is 2 for $what, and nothing is begun', async ({ plan, args, says }, test) => {
    const workspace = new Workspace(test);
    const { code, stdout, stderr } = await workspace.run([workspace.plan(plan), ...args]);
    expect({ code, stdout, begun: existsSync(workspace.logs) }).toEqual({ code: 2, stdout: '', begun: false });
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('is 3 where no run folder can be made', async (test) => {
    const workspace = new Workspace(test);
    writeFileSync(workspace.logs, '');
    const { code, stderr } = await workspace.run([workspace.plan(suite('true'))]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^cannot make a run folder in .*; choose another place with --logs-dir DIR\n$/);
  });

  it('is 3 where a result cannot be recorded, and nothing is left running', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(`
name: Codes
services:
  up: { adapter: command, api: none, command: ${fixtureCommand('processes/serves.mjs', '{port}')} }
domains:
  one:
    driver: command
    scenarios: [{ id: A, steps: [{ run: cd logs/RUN_* && mkdir two.json }] }]
  two:
    driver: command
    loadouts: [up]
    scenarios: [{ id: B, steps: [{ run: "true" }] }, { id: C, steps: [{ run: "true" }] }]`);
    const { code, stdout } = await workspace.run([plan]);
    expect(code, stdout).toBe(3);
    expect(stdout).toMatch(/the run cannot go on: \/.*\/two\.json is a folder: two\.json cannot be written; /);
    expect(stdout).not.toContain('PASS B');
    expect(workspace.onDisk.domain('one').map(({ testId }) => testId)).toEqual(['A']);
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      status: 'in_progress',
      summary: { passed: 1, pending: 2 },
    });
  });

  it('is 4 where the filters have nothing in common: no run folder is made', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(`${suite('true')}
  others: { driver: command, scenarios: [{ id: B, group: right, steps: [{ run: "true" }] }] }`);
    const { code, stderr } = await workspace.run([plan, '--ids', 'A', '--group', 'right']);
    expect({ code, begun: existsSync(workspace.logs) }).toEqual({ code: 4, begun: false });
    expect(stderr).toBe(
      `no test of ${plan} matches all filters together; runner ${plan} --dry-run lists what there is\n`,
    );
  });

  it('is 4 where everything was skipped', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(suite('true', ', skip: not today'));
    const { code, stdout } = await workspace.run([plan, '--no-report']);
    expect(code).toBe(4);
    expect(stdout).toContain('not today');
    expect(workspace.onDisk.json('run.json')).toMatchObject({ exitCode: 4, outcome: 'partial' });
  });

  it('is that of the run where nobody reads its output to the end', async (test) => {
    const workspace = new Workspace(test);
    const plan = workspace.plan(suite('echo x', ', repeats: 20'));
    const code = join(workspace.directory, 'code');
    const line = `{ "${runnerProgram}" "${plan}" --logs-dir "${workspace.logs}" --no-report; echo $? > "${code}"; } | head -1`;
    const child = spawn('/bin/sh', ['-c', line], { env: workspace.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    child.stdout.on('data', (data) => (output.stdout += data));
    child.stderr.on('data', (data) => (output.stderr += data));
    await new Promise((resolve) => child.on('close', resolve));
    expect(output).toEqual({ stdout: expect.stringMatching(/^Codes {2}RUN_\S+ · .*\n$/), stderr: '' });
    expect(workspace.onDisk.json('run.json')).toMatchObject({ exitCode: 0, status: 'completed' });
    expect(workspace.onDisk.results).toHaveLength(20);
  });
});
