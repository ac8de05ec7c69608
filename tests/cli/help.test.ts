// What the programs say about themselves.
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { root, runnerProgram } from '../support/runner.ts';

function call(program: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', cwd: root });
  return { status, stdout, stderr };
}

describe('runner', () => {
  it.each([
    [['--help']],
    [['run', '--help']],
    [['validate', '--help']],
    [['doctor', '--help']],
    [['status', '--help']],
    [['abandon', '--help']],
    [['compare', '--help']],
    [['runs', '--help']],
    [['history', '--help']],
    [['query', '--help']],
    [['index', '--help']],
    [['prune', '--help']],
    [['pin', '--help']],
  ])('%j', (args) => {
    const { status, stdout, stderr } = call(runnerProgram, ...args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it.each([[['--version']], [['run', '--version']], [['validate', '--version']], [['doctor', '--version']]])(
    '%j',
    (args) => {
      expect(call(runnerProgram, ...args)).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
    },
  );

  it('alone says what it lacks and where help is', () => {
    expect(call(runnerProgram)).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "Usage: runner [options] [command]

      Runs a plan of tests on local AI models: starts each service, measures, checks,
      records, reports.

      Options:
        -V, --version                       output the version number
        -h, --help                          display help for command

      Commands:
        run [options] [plan]                run a plan (the default command)
        validate [options] <plan>           check a plan: all problems at once
        status [options] [run]              where a run stands, by group, and what to
                                            do next
        compare [options] <before> <after>  two runs side by side: fixed, regressed,
                                            metrics with a verdict
        abandon [options] <run>             mark a run that was broken off as
                                            abandoned
        doctor [options]                    what this machine has and lacks
        runs [options]                      list the runs, with their summaries
        history [options] <test>            one test over all runs, with its trend
        query [options] [question]          records of finished runs, failures,
                                            trends, failure rates
        index [options]                     bring the index of runs up to date, or
                                            make it anew
        prune [options]                     remove old run folders; their figures are
                                            kept
        pin [options] <run>                 keep a run folder from being pruned
        unpin [options] <run>               let a run folder be pruned again
        help [command]                      display help for command

      Examples:
        runner plans/full.yaml                          run a plan, with a live dashboard on a terminal
        runner plans/full.yaml --domain llm --tag smoke only what matches all filters
        runner plans/full.yaml --dry-run                print the schedule, start nothing
        runner validate plans/full.yaml                 check a plan, all problems at once
        runner status                                   where the newest run stands, and what to do next
        runner doctor                                   what this machine has, and what is missing
        generate-report logs/RUN_20260301_101500        the Excel report of any run folder, also a partial one

      Exit codes: 0 passed, 1 failed, 2 usage or invalid plan, 3 the run could not go on, 4 nothing was run,
      130/143/129 ended by SIGINT, SIGTERM or SIGHUP.
      ",
        "stdout": "",
      }
    `);
  });

  it('takes a word that is neither a command nor a file for a plan, and says so', () => {
    expect(call(runnerProgram, 'statsu')).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "there is no plan "statsu"; examples are in plans/
      ",
        "stdout": "",
      }
    `);
  });

  it.each([[['browse']], [['replay', 'latest', '--speed', '8']]])(
    '%j is refused as a thing of a later version, with what there is',
    (args) => {
      const { status, stdout, stderr } = call(runnerProgram, ...args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      const [sentence, ...rest] = stderr.split('\n');
      expect(sentence).toMatch(/^error: this version has no command "\w+" yet; .+/);
      expect(rest).toEqual(['(runner --help lists the commands and their options)', '']);
    },
  );

  it('still takes a file that is called like such a command for a plan, by its path', () => {
    expect(call(runnerProgram, './browse').stderr).toBe('there is no plan "./browse"; examples are in plans/\n');
  });

  it('takes no second plan', () => {
    expect(call(runnerProgram, 'plans/smoke.yaml', 'plans/full.yaml')).toMatchInlineSnapshot(`
      {
        "status": 2,
        "stderr": "error: too many arguments for 'run'. Expected 1 argument but got 2: plans/smoke.yaml, plans/full.yaml.
      (runner --help lists the commands and their options)
      ",
        "stdout": "",
      }
    `);
  });

  it('suggests the option that was meant', () => {
    expect(call(runnerProgram, 'plans/smoke.yaml', '--reporters', 'json').stderr).toMatchInlineSnapshot(`
      "error: unknown option '--reporters'
      (Did you mean --reporter?)
      (runner --help lists the commands and their options)
      "
    `);
  });

  it('doctor prints what it found as JSON', () => {
    const { status, stdout, stderr } = call(runnerProgram, 'doctor', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      runner: { version: '0.1.0', node: expect.stringMatching(/^v\d+/) },
      host: { cpuCount: expect.any(Number) },
      engines: ['ollama', 'llama-server', 'vllm', 'whisper-server', 'uvicorn', 'espeak-ng'].map((name) => ({ name })),
      ports: expect.arrayContaining([expect.objectContaining({ port: 11434 })]),
    });
  });
});

describe('generate-report', () => {
  it('--help', () => {
    const { status, stdout, stderr } = call(`${root}scripts/generate-report`, '--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });
});
