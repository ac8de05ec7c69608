// What the shell allows is not enough: open files, processes, and the size of a file.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, runnerProgram, type TestEnd, Workspace } from '../support/runner.ts';
import { openTerminal } from '../support/terminal-session.ts';

const suite = (run: string, repeats: number): string => `
name: Limited
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: '${run}' }], repeats: ${repeats} }]`;

function limited(test: TestEnd, limit: string, plan: string, args = ''): { workspace: Workspace; line: string } {
  const workspace = new Workspace(test);
  const line = `${limit}; exec "${runnerProgram}" "${workspace.plan(plan)}" --logs-dir logs ${args}`;
  return { workspace, line };
}

describe('a limit on open files', { concurrent: true }, () => {
  it.for([
    [
      127,
      'this shell allows a process 127 open files (ulimit -n), and a run needs 128: nothing was started; raise the limit, for example with ulimit -n 1024, or have it raised by whoever set it\n',
    ],
    [
      40,
      'this shell allows a process 40 open files (ulimit -n), and a run needs 128: nothing was started; raise the limit, for example with ulimit -n 1024, or have it raised by whoever set it\n',
    ],
    [
      20,
      'runner: this shell allows a process 20 open files (ulimit -n), and that is not enough to start anything; raise the limit, for example with ulimit -n 1024\n',
    ],
  ] as const)('of %i is refused before anything is begun', async ([files, stderr], test) => {
    const { workspace, line } = limited(test, `ulimit -n ${files}`, suite('true', 1));
    const ended = await workspace.run(['-c', line], { program: '/bin/sh' });
    expect(ended).toEqual({ code: 3, stdout: '', stderr });
    expect(existsSync(workspace.logs)).toBe(false);
  });

  it('of 127 is refused before a run is gone on with', async (test) => {
    const workspace = new Workspace(test);
    const line = `ulimit -n 127; exec "${runnerProgram}" run --continue --logs-dir logs`;
    const { code, stderr } = await workspace.run(['-c', line], { program: '/bin/sh' });
    expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining('and a run needs 128') });
  });

  it('of 128 is enough', async (test) => {
    const { workspace, line } = limited(test, 'ulimit -n 128', suite('true', 3));
    const { code, stderr } = await workspace.run(['-c', line], { program: '/bin/sh' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe('a limit on open files that is lowered while a run goes on', { concurrent: true }, () => {
  it('ends the run: what was announced is safe, and the watchdog ends the service', async (test) => {
    test.skip(process.platform !== 'linux', 'only Linux lowers the limits of another process');
    const workspace = new Workspace(test);
    const plan = `
name: Lowered
services:
  stubborn: { adapter: command, api: none, command: ${fixtureCommand('processes/ignores-sigterm.mjs', '{port}')} }
domains:
  tools:
    driver: command
    loadouts: [stubborn]
    scenarios:
      - { id: FIRST, steps: [{ run: "true" }] }
      - { id: WAITS, steps: [{ run: "until [ -e go ]; do sleep 0.05; done" }] }`;
    const runner = workspace.start([workspace.plan(plan), '--reporter', 'plain']);
    await workspace.event('trial.started', ({ testId }) => String(testId).startsWith('WAITS'));
    expect(spawnSync('prlimit', ['--pid', String(runner.pid), '--nofile=10:10']).status).toBe(0);
    writeFileSync(join(workspace.directory, 'go'), '');
    const { code, stdout, stderr } = await runner.ended;
    expect(code, stderr).toBe(3);
    const folder = `logs/${workspace.onDisk.directory.split('/').at(-1)}`;
    expect(stderr.split('\n')).toEqual([
      `Killed. The run folder is ${folder}; generate-report ${folder} makes the report, runner run --continue ${folder} goes on.`,
      'this process may not have more files open (ulimit -n); raise the limit, for example with ulimit -n 1024',
      expect.stringMatching(
        /^this process could not end all that it had started, its watchdog does it now: EMFILE: too many open files/,
      ),
      '',
    ]);
    const run = workspace.onDisk;
    expect(run.domain('tools').length).toBeGreaterThanOrEqual(stdout.match(/^ *PASS /gm)?.length ?? 0);
    expect(run.results[0]).toMatchObject({ scenario: 'FIRST', status: 'passed' });
    await workspace.nothingLeft();
    expect(workspace.ledgers()).toEqual([]);
  });
});

/** No limit holds for root, and that of a user counts all that runs under the same number: each test has one of its own. */
const noUsers =
  spawnSync('setpriv', [...asUser(64_990), 'test', '-x', runnerProgram]).status === 0 ? null : 'no other users here';

/** The words for `setpriv`. */
function asUser(user: number): readonly string[] {
  return [`--reuid=${user}`, `--regid=${user}`, '--clear-groups'];
}

describe('a limit on processes', { concurrent: true }, () => {
  it.for([
    [
      64_990,
      12,
      'runner: this shell allows this user 12 processes and threads (ulimit -u), and that is not enough to start anything; raise the limit, for example with ulimit -u 1024\n',
    ],
    [
      64_991,
      39,
      'this shell allows this user 39 processes and threads (ulimit -u), of which others use 0, and a run needs 40: nothing was started; end other programs of this user, raise the limit, for example with ulimit -u 1024, or have it raised by whoever set it\n',
    ],
  ] as const)(
    'that is too low is refused before anything is begun (%i: %i)',
    async ([user, processes, stderr], test) => {
      test.skip(noUsers !== null, noUsers ?? '');
      const workspace = new Workspace(test);
      chownSync(workspace.directory, user, user);
      const words = [runnerProgram, workspace.plan(suite('true', 1)), '--logs-dir', 'logs'];
      const args = [`--nproc=${processes}`, 'setpriv', ...asUser(user), ...words];
      const ended = await workspace.run(args, { program: 'prlimit' });
      expect(ended).toEqual({ code: 3, stdout: '', stderr });
      expect(existsSync(workspace.logs)).toBe(false);
    },
  );

  it('that is reached before the first trial ends the run in good order', async (test) => {
    test.skip(noUsers !== null, noUsers ?? '');
    const workspace = new Workspace(test);
    const go = join(workspace.directory, 'go');
    const script = `until [ -e ${go} ]; do sleep 0.05; done; echo up {port}; sleep 60`;
    const plan = `
name: Few processes
services:
  slow: { adapter: command, api: none, ready: { log: up }, command: [sh, -c, "${script}"] }
domains:
  tools: { driver: command, loadouts: [slow], scenarios: [{ id: A, steps: [{ run: "true" }] }] }`;
    const user = asUser(64_992);
    chownSync(workspace.directory, 64_992, 64_992);
    const words = [runnerProgram, workspace.plan(plan), '--logs-dir', 'logs', '--reporter', 'plain'];
    const runner = workspace.start([...user, ...words], { program: 'setpriv' });
    await workspace.event('service.starting');
    const lowering = ['prlimit', '--pid', String(runner.pid), '--nproc=1:1'];
    expect(spawnSync('setpriv', [...user, ...lowering]).status).toBe(0);
    writeFileSync(go, '');
    const { code, stdout, stderr } = await runner.ended;
    expect({ code, stderr }, stdout).toEqual({ code: 3, stderr: '' });
    const sentence =
      'no thread could be started for the trials: this user may not have more processes and threads here (ulimit -u, or the limit of a container); every result announced so far is safe; end other programs of this user, or raise the limit, for example with ulimit -u 1024, and run the plan again';
    expect(stdout).toContain(`The run was ended early: ${sentence}\n`);
    const reason = { kind: 'fatal', message: sentence };
    expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'in_progress', exitCode: 3, stoppedBy: reason });
    await workspace.nothingLeft();
    expect(workspace.ledgers()).toEqual([]);
  });
});

describe('a limit on the size of files', { concurrent: true }, () => {
  const sentence =
    /a file in \S+\/logs\/RUN_\d+_\d+ has become as large as files may be here \(ulimit -f\): (events\.jsonl|tools\.json) cannot be written; every result announced so far is safe in that folder; raise the limit, for example with ulimit -f unlimited, and run the plan again/;

  it('ends the run, and what was announced is there', async (test) => {
    const { workspace, line } = limited(test, 'ulimit -f 64', suite('true', 5000), '--reporter plain');
    const { code, stdout, stderr } = await workspace.run(['-c', line], { program: '/bin/sh' });
    expect({ code, stderr }, stdout).toEqual({ code: 3, stderr: '' });
    expect(stdout).toMatch(sentence);
    const announced = stdout.match(/^ *PASS /gm)?.length ?? 0;
    expect(announced).toBeGreaterThan(0);
    expect(workspace.onDisk.domain('tools').length).toBeGreaterThanOrEqual(announced);
    expect(workspace.onDisk.text('events.jsonl')).toMatch(/\}\n$/);
  });

  it('does not kill the dashboard, whose library listens to its signal', async (test) => {
    const { workspace, line } = limited(test, 'ulimit -f 64', suite('true', 5000), '--reporter tui');
    const code = join(workspace.directory, 'code');
    const command = { line: `sh -c '${line}'; echo $? > "${code}"`, cwd: workspace.directory, env: workspace.env };
    const session = openTerminal(test, { columns: 200, rows: 40 }, command);
    await session.ended;
    expect(readFileSync(code, 'utf8'), session.scrollback().join('\n')).toBe('3\n');
    expect(session.scrollback().join('')).toMatch(sentence);
  });
});
