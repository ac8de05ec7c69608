// A run that is broken off and goes on, as in the walk-through of the specification: nothing twice, nothing forgotten.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fixtureCommand, runnerProgram, Workspace } from '../support/runner.ts';
import { openTerminal } from '../support/terminal-session.ts';
import { until } from '../support/until.ts';

/** Each step leaves a line in `done`; B fails until `mended` is there, C waits until it may `go`. */
const plan = `
name: Walk through
version: "2.1"
domains:
  first:
    driver: command
    scenarios:
      - { id: A, group: easy, steps: [{ run: echo A >> done }] }
      - { id: B, group: easy, retries: 1, steps: [{ run: echo B >> done; test -e mended }] }
      - { id: C, group: long, repeats: 2, steps: [{ run: "echo C >> done; until [ -e go ]; do sleep 0.05; done" }] }
      - { id: D, group: long, dependsOn: [B], steps: [{ run: echo D >> done }] }
  second:
    driver: command
    scenarios: [{ id: E, steps: [{ run: echo E >> done }] }]`;

function done(workspace: Workspace): string {
  const path = join(workspace.directory, 'done');
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\n', ' ').trim() : '';
}

const touch = (workspace: Workspace, name: string): void => writeFileSync(join(workspace.directory, name), '');

function decided(workspace: Workspace): readonly string[] {
  return workspace.onDisk.results.map(
    ({ testId, repeat, attempt, status }) => `${testId} ${repeat}.${attempt} ${status}`,
  );
}

describe('a run that is broken off', { concurrent: true }, () => {
  it('goes on after SIGINT and after SIGKILL, and tries its failures again, all in one folder', async (test) => {
    const workspace = new Workspace(test);
    const first = workspace.start([workspace.plan(plan), '--no-report']);
    await until(() => done(workspace) === 'A B B C', 'C to begin');
    first.kill('SIGINT');
    expect((await first.ended).code).toBe(130);
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      status: 'in_progress',
      summary: { failed: 1, pending: 3 },
    });

    const second = workspace.start(['run', '--continue', '--no-report']);
    await until(() => done(workspace) === 'A B B C C', 'C to begin again');
    second.kill('SIGKILL');
    await second.ended;
    await workspace.nothingLeft();
    expect(decided(workspace)).toEqual(['A 1.1 passed', 'B 1.1 failed', 'B 1.2 failed']);

    touch(workspace, 'go');
    const third = await workspace.run(['run', '--continue']);
    expect(third.code, third.stdout).toBe(1);
    expect(done(workspace)).toBe('A B B C C C C E');
    expect(third.stdout).toContain('3 results recorded before');
    expect(third.stdout).toContain('FAILED  1 failed, 3 passed, 1 skipped of 5 tests');

    touch(workspace, 'mended');
    const last = await workspace.run(['run', '--continue', '--retry-failed']);
    expect(last.code, last.stdout).toBe(0);
    expect(done(workspace)).toBe('A B B C C C C E B D');
    expect(last.stdout).toContain('PASSED  5 passed (1 flaky) of 5 tests');
    expect(last.stdout).not.toContain('Skipped');
    const run = workspace.onDisk;
    expect(run.json('run.json')).toMatchObject({
      status: 'completed',
      outcome: 'passed',
      exitCode: 0,
      summary: { total: 5, passed: 5, pending: 0, flaky: 1 },
      report: 'report.xlsx',
    });
    expect(decided(workspace)).toEqual([
      ...['A 1.1 passed', 'B 1.1 failed', 'B 1.2 failed', 'C 1.1 passed', 'C 2.1 passed', 'D 1.1 skipped'],
      ...['E 1.1 passed', 'B 1.3 passed', 'D 1.2 passed'],
    ]);
    expect([...run.domain('first'), ...run.domain('second')].length).toBe(run.results.length);
    expect(run.journal.map(({ seq }) => seq)).toEqual(run.journal.map((_, index) => index + 1));
    const times = run.journal.map(({ elapsedMs }) => elapsedMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(workspace.runFolders()).toHaveLength(1);
  });

  it('goes on with its plan as it was, wherever its folder and its plan are now', async (test) => {
    const workspace = new Workspace(test);
    const file = workspace.plan(plan);
    const first = workspace.start([file, '--no-report', '--ids', 'A,C,E', '--repeats', '1']);
    await until(() => done(workspace) === 'A C', 'C to begin');
    first.kill('SIGTERM');
    await first.ended;
    writeFileSync(file, 'name: Another plan');
    touch(workspace, 'go');
    mkdirSync(join(workspace.directory, 'elsewhere'));
    const moved = join(workspace.directory, 'elsewhere', 'RUN_20260301_101500');
    renameSync(workspace.runFolder() ?? '', moved);
    const { code, stdout } = await workspace.run(['run', '--continue', moved, '--no-report']);
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('PASSED  3 passed of 3 tests');
    expect(done(workspace)).toBe('A C C E');
  });

  it('says what it mended and what has changed, and measures that anew', async (test) => {
    const workspace = new Workspace(test);
    writeFileSync(join(workspace.directory, 'rows.jsonl'), '{"id":"X","word":"x"}\n{"id":"Y","word":"y"}\n');
    const file = workspace.plan(`
name: Rows
domains:
  rows:
    driver: command
    scenariosFrom: { file: rows.jsonl, template: { name: "{word}", steps: [{ run: "echo {word} >> done" }] } }
  tools:
    driver: command
    scenarios: [{ id: W, steps: [{ run: "until [ -e go ]; do sleep 0.05; done" }] }]`);
    const first = workspace.start([file, '--no-report']);
    await workspace.event('trial.started', ({ testId }) => testId === 'W');
    first.kill('SIGKILL');
    await first.ended;
    await workspace.nothingLeft();
    appendFileSync(join(workspace.runFolder() ?? '', 'events.jsonl'), '{"v":1,"seq":99,"torn');
    writeFileSync(join(workspace.directory, 'rows.jsonl'), '{"id":"X","word":"x"}\n{"id":"Y","word":"z"}\n');
    touch(workspace, 'go');
    const strict = await workspace.run(['run', '--continue', 'latest', '--strict']);
    expect(strict).toMatchObject({
      code: 2,
      stderr: 'changed since 2 tests were measured with it: rows.jsonl (X, Y); --strict refuses to go on with that\n',
    });
    appendFileSync(join(workspace.runFolder() ?? '', 'events.jsonl'), '{"v":1,"seq":99,"torn');
    const { code, stdout } = await workspace.run(['run', '--continue', '--no-report']);
    expect(code, stdout).toBe(0);
    expect(done(workspace)).toBe('x y x z');
    expect(stdout).toContain('events.jsonl ended in the middle of a line, of which 21 bytes were cut off');
    expect(stdout).toContain('changed since 2 tests were measured with it: rows.jsonl (X, Y); executed anew');
    expect(decided(workspace)).toEqual([
      'X 1.1 passed',
      'Y 1.1 passed',
      'X 1.2 passed',
      'Y 1.2 passed',
      'W 1.1 passed',
    ]);
  });

  it('takes from the file of a domain what its journal has lost, also when it goes on once more', async (test) => {
    const workspace = new Workspace(test);
    const first = workspace.start([workspace.plan(plan), '--no-report']);
    await until(() => done(workspace) === 'A B B C', 'C to begin');
    await until(() => workspace.onDisk.domain('first').length === 3, 'the file to have what is announced');
    first.kill('SIGKILL');
    await first.ended;
    await workspace.nothingLeft();
    const journal = join(workspace.runFolder() ?? '', 'events.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const lost = lines.findIndex((line) => line.includes('trial.finished') && line.includes('"testId":"B"'));
    writeFileSync(journal, lines.with(lost, '{"v":1,"se').join('\n'));
    touch(workspace, 'go');
    const { code, stdout } = await workspace.run(['run', '--continue', '--no-report']);
    expect(code, stdout).toBe(1);
    expect(stdout).toContain(
      '1 line of events.jsonl cannot be read; what it recorded is taken from first.json, or executed again',
    );
    expect(stdout).toContain('FAILED  1 failed, 3 passed, 1 skipped of 5 tests');
    expect(done(workspace)).toBe('A B B C C C E');
    touch(workspace, 'mended');
    const again = await workspace.run(['run', '--continue', 'latest', '--retry-failed', '--no-report']);
    expect(again.code, again.stdout).toBe(0);
    const attempts = workspace.onDisk.domain('first').map(({ testId, attempt }) => `${testId}.${attempt}`);
    expect(attempts).toEqual(['A.1', 'B.1', 'B.2', 'C.1', 'C.1', 'D.1', 'B.3', 'D.2']);
    expect((await workspace.run(['runs', '--json'])).stdout).toContain('"passed": 5');
    expect((await workspace.run(['status'])).stdout).toContain('TOTAL  │   5   │  5   │  0   │');
  });

  it('makes the attempt that it owed when it was broken off after the death of a service', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([
      workspace.plan(`
name: Dies
services:
  victim:
    adapter: command
    api: openai
    env: { STATE: ${join(workspace.directory, 'state')} }
    command: ${fixtureCommand('services/exits-midway-once.ts', '--port', '{port}')}
domains:
  llm:
    loadouts: [victim/mini]
    scenarios: [{ id: ONE, prompt: Hello, warmup: 0, maxTokens: 4 }]`),
      '--no-report',
    ]);
    await workspace.event('trial.finished');
    runner.kill('SIGKILL');
    await runner.ended;
    await workspace.nothingLeft();
    expect(decided(workspace)).toEqual(['ONE[mini] 1.1 error']);
    const { code, stdout } = await workspace.run(['run', '--continue', '--no-report']);
    expect(code, stdout).toBe(0);
    expect(decided(workspace)).toEqual(['ONE[mini] 1.1 error', 'ONE[mini] 1.2 passed']);
  });

  it('is not gone on with by two at once, nor where there is nothing to do, nor where it was never begun', async (test) => {
    const workspace = new Workspace(test);
    const first = workspace.start([workspace.plan(plan), '--no-report', '--ids', 'A,C']);
    await workspace.event('trial.started', ({ testId }) => testId === 'C');
    const { directory } = workspace.onDisk;
    const runId = directory.split('/').at(-1);
    const second = await workspace.run(['run', '--continue']);
    expect(second).toEqual({
      code: 2,
      stdout: '',
      stderr: `the run in ${directory} is still going on: ${runId} (pid ${first.pid}) writes there; wait for its end, or stop it first\n`,
    });
    touch(workspace, 'go');
    expect((await first.ended).code).toBe(0);
    const after = await workspace.run(['run', '--continue', 'latest']);
    expect(after).toEqual({ code: 0, stdout: `${runId}: nothing is pending\n`, stderr: '' });
    const lines = await workspace.run(['run', '--continue', 'latest', '--reporter', 'json']);
    expect(lines).toEqual({ code: 0, stdout: '', stderr: `${runId}: nothing is pending\n` });
    const none = await workspace.run(['run', '--continue']);
    expect(none.stderr).toBe(
      `there is no run in ${workspace.logs} that could go on; --retry-failed also takes one that is complete\n`,
    );
    rmSync(join(directory, 'events.jsonl'));
    writeFileSync(join(directory, 'events.jsonl'), '');
    const unbegun = await workspace.run(['run', '--continue', 'latest']);
    expect(unbegun.code).toBe(2);
    expect(unbegun.stderr).toContain('does not say how the run began, so that nobody can go on with the run');
    rmSync(join(directory, 'events.jsonl'));
    const lost = await workspace.run(['run', '--continue', runId ?? '']);
    expect(lost).toEqual({
      code: 2,
      stdout: '',
      stderr: `${directory}/events.jsonl is missing, so that nobody can go on with the run; start a new run of its plan\n`,
    });
  });

  it('is found behind the folder of one whose runner was killed before it recorded anything', async (test) => {
    const workspace = new Workspace(test);
    const first = workspace.start([workspace.plan(plan), '--no-report', '--ids', 'A,C']);
    await workspace.event('trial.started', ({ testId }) => testId === 'C');
    const { directory } = workspace.onDisk;
    first.kill('SIGINT');
    await first.ended;
    const barren = join(workspace.logs, 'RUN_29990101_000000', 'artifacts');
    mkdirSync(barren, { recursive: true });
    expect((await workspace.run(['status'])).stdout).toContain(directory.split('/').at(-1));
    touch(workspace, 'go');
    const second = await workspace.run(['run', '--continue', '--no-report']);
    expect(second.code, second.stderr).toBe(0);
    expect(second.stdout).toContain('PASSED  2 passed of 2 tests');
    const none = await workspace.run(['run', '--continue', 'RUN_29990101_000000']);
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('events.jsonl is missing, so that nobody can go on with the run');
  });

  it('takes no other tests and flags than those that it began with', async (test) => {
    const workspace = new Workspace(test);
    const refusals = [
      [['run', '--continue', '--ids', 'A', '--repeats', '3'], 'leave out --ids, --repeats, or start a new run'],
      [['run', workspace.plan(plan), '--continue'], 'leave the plan out, or the --continue'],
      [['run', '--new', '--continue'], '--new and --continue exclude each other'],
      [['run', workspace.plan(plan), '--retry-failed'], '--retry-failed goes with --continue'],
      [['run', '--new'], "missing required argument 'plan'"],
    ] as const;
    for (const [args, said] of refusals) {
      const { code, stderr } = await workspace.run(args);
      expect(code).toBe(2);
      expect(stderr).toContain(said);
    }
    expect(existsSync(workspace.logs)).toBe(false);
  });

  it('shows on the dashboard what was done before', async (test) => {
    const workspace = new Workspace(test);
    const first = workspace.start([workspace.plan(plan), '--no-report']);
    await workspace.event('trial.started', ({ testId }) => testId === 'C');
    first.kill('SIGINT');
    await first.ended;
    const line = `"${runnerProgram}" run --continue --logs-dir logs --no-report`;
    const session = openTerminal(
      test,
      { columns: 100, rows: 30 },
      { line, cwd: workspace.directory, env: workspace.env },
    );
    const screen = (await session.shows(/Running C/)).join('\n');
    expect(screen).toMatch(/Total .* 2\/5 ✓ 1 ✗ 1/);
    touch(workspace, 'go');
    await session.ended;
    expect(session.scrollback().join('\n')).toContain('FAILED  1 failed, 3 passed, 1 skipped of 5 tests');
  });
});

describe('results of an earlier part', { concurrent: true }, () => {
  /** Says of itself what stands in the file `version`. */
  const server = `
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const version = readFileSync('version', 'utf8');
createServer((request, response) => {
  const answer = request.url === '/version' ? { version } : { data: [] };
  response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
}).listen(Number(process.argv[2]));`;
  const served = `
name: Served
services: { up: { adapter: command, api: openai, command: [node, server.mjs, "{port}"] } }
domains:
  served:
    driver: command
    loadouts: [up]
    scenarios:
      - { id: A, steps: [{ run: cat version }] }
      - { id: B, steps: [{ run: "while [ -e slow ]; do sleep 0.05; done; cat version" }] }
      - { id: C, steps: [{ run: "until [ -e go ]; do sleep 0.05; done; cat version" }] }`;

  /** With the version, as they stand. */
  function measured(workspace: Workspace): readonly string[] {
    return workspace.onDisk.results.map(({ scenario, attempt, actual }) => `${scenario}.${attempt} ${actual?.content}`);
  }

  async function brokenOff(workspace: Workspace): Promise<void> {
    const runner = workspace.start([workspace.plan(served), '--no-report']);
    await workspace.event('trial.started', ({ testId }) => testId === 'C[up]');
    runner.kill('SIGINT');
    await runner.ended;
  }

  it('are measured anew with another engine, and refused with --strict as often as it is asked for', async (test) => {
    const workspace = new Workspace(test);
    const install = (version: string): void => writeFileSync(join(workspace.directory, 'version'), version);
    writeFileSync(join(workspace.directory, 'server.mjs'), server);
    install('1.0');
    await brokenOff(workspace);
    install('2.0');
    for (const _ of [1, 2]) {
      const strict = await workspace.run(['run', '--continue', '--strict', '--no-report']);
      expect(strict.code, strict.stdout).toBe(3);
      expect(strict.stdout).toContain(
        'not the same as before: up (version 1.0 → 2.0); --strict refuses to go on with it',
      );
      expect(parse(workspace.onDisk.text('system_info.yaml'))).toMatchObject({ services: { up: { version: '1.0' } } });
    }
    // Broken off before anything was measured with the new one.
    const runner = workspace.start(['run', '--continue', '--no-report']);
    await workspace.event('notice.raised', ({ message }) =>
      String(message).includes('2 tests that have results from then'),
    );
    runner.kill('SIGKILL');
    await runner.ended;
    await workspace.nothingLeft();
    // And once more, after one of two tests.
    touch(workspace, 'slow');
    const another = workspace.start(['run', '--continue', '--no-report']);
    await workspace.event('trial.started', ({ testId, attempt }) => testId === 'B[up]' && attempt === 2);
    another.kill('SIGKILL');
    await another.ended;
    await workspace.nothingLeft();
    rmSync(join(workspace.directory, 'slow'));
    touch(workspace, 'go');
    // What counted no more is merely pending now.
    const { code, stdout } = await workspace.run(['run', '--continue', '--strict', '--no-report']);
    expect(code, stdout).toBe(0);
    const last = new Map(measured(workspace).map((line) => [line[0], line.slice(4)]));
    expect(Object.fromEntries(last)).toEqual({ A: '2.0', B: '2.0', C: '2.0' });
    expect((await workspace.run(['run', '--continue', 'latest', '--strict'])).stdout).toContain('nothing is pending');
  });

  it('belong to the variables that they were measured with', async (test) => {
    const workspace = new Workspace(test);
    touch(workspace, 'go');
    const file = workspace.plan(`
name: Variables
version: "\${VER:-1}"
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: "echo \${GREETING:-hello}" }] }, { id: B, steps: [{ run: "true" }] }]`);
    await workspace.run([file, '--no-report']);
    const go = async (env: Record<string, string>, ...more: readonly string[]) => {
      const { code, stdout, stderr } = await workspace.run(['run', '--continue', 'latest', '--no-report', ...more], {
        env,
      });
      return { code, said: `${stdout}${stderr}` };
    };
    expect(await go({ GREETING: 'hi' }, '--strict')).toEqual({
      code: 2,
      said: 'changed since 1 test was measured with it: ${GREETING} (A); --strict refuses to go on with that\n',
    });
    expect((await go({ GREETING: 'hi' })).said).toContain('${GREETING} (A); executed anew');
    expect((await go({ GREETING: 'hi' })).said).toContain('nothing is pending');
    expect((await go({})).said).toContain('${GREETING} (A); executed anew');
    expect((await go({ VER: '2' })).said).toContain('${VER} (A, B); executed anew');
    expect(workspace.onDisk.json('run.json')).toMatchObject({ plan: { version: '2' }, outcome: 'passed' });
  });

  it('count no more from the moment on in which they are to be measured anew', async (test) => {
    const workspace = new Workspace(test);
    touch(workspace, 'go');
    const file = workspace.plan(`
name: Versions
version: "\${VER:-1}"
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: "true" }] }, { id: B, steps: [{ run: "until [ -e go ]; do sleep 0.05; done" }] }]`);
    await workspace.run([file, '--no-report']);
    rmSync(join(workspace.directory, 'go'));
    const env = { VER: '2' };
    const second = workspace.start(['run', '--continue', 'latest', '--no-report'], { env });
    await workspace.event('trial.started', ({ testId, attempt }) => testId === 'B' && attempt === 2);
    second.kill('SIGINT');
    const { code, stdout } = await second.ended;
    expect(code, stdout).toBe(130);
    expect(stdout).toContain('PARTIAL  1 passed, 1 not run of 2 tests');
    const half = { passed: 1, pending: 1 };
    expect(workspace.onDisk.json('run.json')).toMatchObject({
      status: 'in_progress',
      outcome: 'partial',
      summary: half,
    });
    const json = async (...args: readonly string[]) => JSON.parse((await workspace.run([...args, '--json'])).stdout);
    expect(await json('status')).toMatchObject({ status: 'in_progress', summary: half });
    expect(await json('runs')).toMatchObject([{ status: 'in_progress', summary: half }]);
    expect(await json('query')).toMatchObject([{ version: '1' }]);
    touch(workspace, 'go');
    const third = await workspace.run(['run', '--continue'], { env });
    expect(third.code, third.stdout).toBe(0);
    expect(await json('query')).toMatchObject([{ version: '2', result_summary: { passed: 2 } }]);
    expect(await json('history', 'A')).toMatchObject([{ runs: [{ attempts: 1 }] }]);
  });

  it('are refused where their tests are gone with the rows of a data file', async (test) => {
    const workspace = new Workspace(test);
    const rows = join(workspace.directory, 'rows.jsonl');
    writeFileSync(rows, '{"id":"X"}\n{"id":"Y"}\n');
    const file = workspace.plan(`
name: Rows
domains:
  rows: { driver: command, scenariosFrom: { file: rows.jsonl, template: { name: "{id}", steps: [{ run: "false" }] } } }`);
    await workspace.run([file, '--no-report']);
    writeFileSync(rows, '{"id":"X"}\n{"id":"Z"}\n');
    expect(await workspace.run(['run', '--continue', 'latest', '--retry-failed'])).toMatchObject({
      code: 2,
      stderr:
        '1 test with results is not in the plan any more: Y; put the data file back as it was, or start a new run\n',
    });
  });

  it('free what was skipped because of them as soon as they are passed', async (test) => {
    const workspace = new Workspace(test);
    const file = workspace.plan(`
name: Chain
domains:
  tools:
    driver: command
    scenarios:
      - { id: A, steps: [{ run: test -e mended }] }
      - { id: B, steps: [{ run: "test -e mended && until [ -e go ]; do sleep 0.05; done" }], priority: P2 }
      - { id: C, dependsOn: [A], steps: [{ run: "false" }], priority: P2 }`);
    expect((await workspace.run([file, '--no-report'])).code).toBe(1);
    touch(workspace, 'mended');
    const second = workspace.start(['run', '--continue', 'latest', '--retry-failed', '--no-report']);
    await workspace.event('trial.started', ({ testId, attempt }) => testId === 'B' && attempt === 2);
    second.kill('SIGKILL');
    await second.ended;
    await workspace.nothingLeft();
    touch(workspace, 'go');
    const { code, stdout } = await workspace.run(['run', '--continue', '--no-report']);
    expect(code, stdout).toBe(1);
    expect(decided(workspace).at(-1)).toBe('C 1.2 failed');
  });
});
