// What stands at the ends of the runner where no terminal does, and what becomes of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runnerProgram, Workspace } from '../support/runner.ts';

const plan = `
name: Pipes
domains:
  tools:
    driver: command
    scenarios: [{ id: A, repeats: 20, steps: [{ run: "sleep 0.05" }] }]`;

/** A line for a shell, with the runner on the plan as $RUN. */
async function shell(workspace: Workspace, line: string) {
  const file = workspace.plan(plan);
  const env = { RUN: `${runnerProgram} ${file} --logs-dir ${workspace.logs} --no-report` };
  return workspace.run(['-c', line], { program: '/bin/sh', env });
}

describe('without a terminal', { concurrent: true }, () => {
  it.for(['plain', 'json'])('a reader that goes away ends no run, with the %s reporter', async (reporter, test) => {
    const workspace = new Workspace(test);
    const { stdout, stderr } = await shell(workspace, `{ $RUN --reporter ${reporter}; echo $? > code; } | head -1`);
    expect({ lines: stdout.split('\n').length, stderr }).toEqual({ lines: 2, stderr: '' });
    expect(readFileSync(join(workspace.directory, 'code'), 'utf8')).toBe('0\n');
    const run = workspace.onDisk;
    expect(run.results).toHaveLength(20);
    expect(run.json('run.json')).toMatchObject({ status: 'completed', outcome: 'passed', exitCode: 0 });
    const shown = run.directory;
    expect(
      run
        .text('progression.log')
        .split('\n')
        .filter((line) => line.includes('nobody reads')),
    ).toEqual([
      expect.stringMatching(
        /^\[[\d:]{8}\] \[WARNING\] nobody reads the output of this run any more; it goes on, and its/,
      ),
    ]);
    expect(run.text('progression.log')).toContain(`its results are in logs/${shown.split('/').at(-1)}`);
  });

  it.for([
    ['plain', '> /dev/full', 'no space is left where it goes'],
    ['json', '> /dev/full', 'no space is left where it goes'],
    ['plain', '>> long', 'the file that it goes to has become as large as files may be here (ulimit -f)'],
  ] as const)('with the %s reporter an output that cannot be written (%s) ends no run', async (row, test) => {
    const [reporter, to, why] = row;
    const workspace = new Workspace(test);
    const line = `truncate -s 512K long; ulimit -f 1024; $RUN --reporter ${reporter} ${to}`;
    const { code, stderr } = await shell(workspace, line);
    const run = workspace.onDisk;
    const folder = `logs/${run.directory.split('/').at(-1)}`;
    const sentence = `the output of this run cannot be written any more: ${why}; it goes on, and its results are in ${folder}`;
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${sentence}\n` });
    expect(run.results).toHaveLength(20);
    expect(run.json('run.json')).toMatchObject({ status: 'completed', outcome: 'passed', exitCode: 0 });
    expect(run.text('progression.log').split(`[WARNING] ${sentence}\n`)).toHaveLength(2);
    await workspace.nothingLeft();
  });

  it('a run whose output cannot be written still fails with its own exit code', async (test) => {
    const workspace = new Workspace(test);
    const file = workspace.plan(plan.replace('sleep 0.05', 'false'));
    const line = `${runnerProgram} ${file} --logs-dir ${workspace.logs} --reporter plain > /dev/full`;
    expect((await workspace.run(['-c', line], { program: '/bin/sh' })).code).toBe(1);
    expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'completed', outcome: 'failed', exitCode: 1 });
    expect(workspace.onDisk.files()).toContain('report.xlsx');
  });

  it.for([
    '--help',
    '--version',
    'validate plan.yaml',
    'doctor',
    'runs',
    'runs --json',
    'status',
    'status --json',
    'history A',
  ])('%s says that its output could not be written', async (words, test) => {
    const workspace = new Workspace(test);
    if (/^(status|history)/.test(words)) await shell(workspace, '$RUN > /dev/null');
    else workspace.plan(plan);
    const ended = await workspace.run(['-c', `${runnerProgram} ${words} > /dev/full`], { program: '/bin/sh' });
    const stderr =
      'the output could not be written: no space is left where it goes; make room there, or send it elsewhere\n';
    expect(ended).toEqual({ code: 3, stdout: '', stderr });
  });

  it.for(['--help', 'run --help', 'doctor'])(
    'a reader that goes away while %s prints is no mistake',
    async (words, test) => {
      const workspace = new Workspace(test);
      const { stderr } = await workspace.run(['-c', `${runnerProgram} ${words} | true`], { program: '/bin/sh' });
      expect(stderr).toBe('');
    },
  );

  it('needs no standard input, and no output that is open', async (test) => {
    const workspace = new Workspace(test);
    const { code } = await shell(workspace, '$RUN <&- >&- 2>&-');
    expect(code).toBe(0);
    expect(workspace.onDisk.results).toHaveLength(20);
  });

  it('outlives the end of its terminal under nohup', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start(
      ['-c', `exec nohup ${runnerProgram} ${workspace.plan(plan)} --logs-dir ${workspace.logs}`],
      {
        program: '/bin/sh',
      },
    );
    await workspace.event('trial.started');
    runner.kill('SIGHUP');
    expect((await runner.ended).code).toBe(0);
    expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'completed', stoppedBy: null });
  });
});
