import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Check, CommandScenario, CommandStep } from '../../../src/domain/plan.ts';
import { runCommands } from '../../../src/drivers/command/command-driver.ts';
import type { TrialTask } from '../../../src/drivers/protocol.ts';
import { isAlive } from '../../support/service-fixture.ts';
import { commandScenario, contextFor, target, taskOf, temporaryDirectory } from '../../support/trial-tasks.ts';
import { until } from '../../support/until.ts';

async function run(
  steps: readonly (string | Partial<CommandStep>)[],
  scenario: Partial<CommandScenario> = {},
  settings: Partial<Omit<TrialTask, 'scenario'>> = {},
) {
  const task = taskOf(commandScenario(steps, scenario), settings.targets ?? [], settings);
  const measured = await runCommands(task, contextFor(task));
  return {
    measured,
    read: (path: string | null | undefined) => readFileSync(join(task.runDirectory, path ?? ''), 'utf8'),
    task,
  };
}

const stdoutName = 'T-001_m_1_1_step1.stdout.txt';
const stderrName = 'T-001_m_1_1_step1.stderr.txt';
const stdoutPath = `artifacts/${stdoutName}`;
const stderrPath = `artifacts/${stderrName}`;

function artifactsOf({ runDirectory }: TrialTask): readonly string[] {
  return readdirSync(join(runDirectory, 'artifacts')).toSorted();
}

const plain = { target: null, message: null };

describe('a step', () => {
  it('is recorded with exit code, duration, check and both outputs', async () => {
    const { measured, task } = await run(['echo out; echo err >&2']);
    expect(measured).toMatchObject({ status: 'passed', metrics: { exitCode: 0 }, error: null });
    expect(measured.steps).toMatchObject([
      {
        name: 'echo out; echo err >&2',
        status: 'passed',
        exitCode: 0,
        checks: [{ name: 'exitCode', passed: true, expected: 0, actual: 0 }],
        actual: { content: 'out\n', path: null, stderr: 'err\n' },
      },
    ]);
    expect(measured.steps[0]?.durationMs).toBeGreaterThan(0);
    expect(artifactsOf(task)).toEqual([]);
  });

  it('has no file for an output that its result shows whole, and none of its own name while it runs', async () => {
    const runDirectory = temporaryDirectory();
    const steps = [{ run: 'echo here: $(ls -A artifacts)', cwd: runDirectory }];
    const { measured, task } = await run(steps, {}, { runDirectory });
    expect(measured.actual).toEqual({ content: `here: .${stderrName}.part .${stdoutName}.part\n`, path: null });
    expect(artifactsOf(task)).toEqual([]);
  });

  it('keeps a short output that is no text whole in a file', async () => {
    const { measured, task } = await run(["printf '\\377\\376'"]);
    expect(measured.actual).toEqual({ content: '\ufffd\ufffd', path: stdoutPath });
    expect(readFileSync(join(task.runDirectory, stdoutPath))).toEqual(Buffer.from([0xff, 0xfe]));
  });

  it('has long outputs of both kinds in files of their own', async () => {
    const { measured, read, task } = await run(['seq 1000; seq 2000 >&2']);
    expect(measured.actual).toMatchObject({ path: stdoutPath, stderrPath });
    expect([read(stdoutPath), read(stderrPath)].map((text) => text.split('\n').length)).toEqual([1001, 2001]);
    expect(artifactsOf(task)).toEqual([stderrName, stdoutName]);
  });

  it('fails by its exit code, unless the plan wants just that one', async () => {
    expect((await run(['exit 3'])).measured).toMatchObject({ status: 'failed', metrics: { exitCode: 3 } });
    const wanted: Check = { ...plain, kind: 'exitCode', value: 3 };
    const { measured } = await run([{ run: 'exit 3', expect: [wanted] }]);
    expect(measured).toMatchObject({ status: 'passed', steps: [{ checks: [{ name: 'exitCode', passed: true }] }] });
  });

  it('that ends by a signal has the signal and no exit code', async () => {
    const { measured } = await run(['kill -SEGV $$']);
    expect(measured).toMatchObject({ status: 'failed', metrics: {}, steps: [{ signal: 'SIGSEGV' }] });
    expect(measured.steps[0]).not.toHaveProperty('exitCode');
    expect(measured.steps[0]?.checks[0]?.message).toBe('there is no exit code: it was ended by SIGSEGV');
  });

  it('has nothing to read on its standard input', async () => {
    expect((await run(['cat; echo end'])).measured).toMatchObject({ status: 'passed', actual: { content: 'end\n' } });
  });

  it('runs in its directory, and its files are looked for there', async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, 'folder'));
    writeFileSync(join(cwd, 'there.txt'), 'hello');
    const expectations: Check[] = [
      { ...plain, kind: 'equals', value: cwd },
      { ...plain, kind: 'contains', value: 'hell', target: 'file:there.txt' },
      { ...plain, kind: 'exists', value: true, target: 'file:folder' },
      { ...plain, kind: 'exists', value: false, target: 'file:absent/x' },
      { ...plain, kind: 'contains', value: 'x', target: 'file:folder' },
    ];
    const { measured } = await run([{ run: 'pwd -P', cwd, expect: expectations }]);
    expect(measured.steps[0]?.checks.map(({ passed }) => passed)).toEqual([true, true, true, true, true, false]);
    expect(measured.steps[0]?.checks.at(-1)?.message).toBe('the file folder is a directory');
  });

  it('that cannot be started because its directory is missing is an error', async () => {
    const { measured } = await run([{ name: 'build', cwd: '/nowhere/at/all' }]);
    expect(measured).toMatchObject({
      status: 'error',
      error: 'step "build" could not be started: there is no directory /nowhere/at/all',
    });
  });

  it('shows the beginning and the end of a long output, which is whole in its file', async () => {
    const { measured, read } = await run(['i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done']);
    const content = measured.actual?.content ?? '';
    expect(content.length).toBeLessThanOrEqual(2000);
    expect(content).toMatch(/^line 0\n.*\n\[… \d+ characters left out …\]\n.*line 1999\n$/s);
    expect(read(stdoutPath).split('\n')).toHaveLength(2001);
  });

  it('has its secrets taken out of its files too', async () => {
    const secret = 'sk-1234567890';
    const { read } = await run([`echo the key is ${secret}; seq 1000`], {}, { secrets: [secret] });
    expect(read(stdoutPath)).toMatch(/^the key is \[redacted\]\n1\n/);
  });

  it('has its output cut at 50 MiB, and says so', async () => {
    const { measured, task } = await run(['head -c 53000000 /dev/zero | tr "\\0" x']);
    const file = join(task.runDirectory, stdoutPath);
    expect(measured.status).toBe('passed');
    expect(statSync(file).size).toBeLessThan(50 * 1024 * 1024 + 100);
    expect(readFileSync(file, 'latin1').slice(-60)).toMatch(
      /x\n\[cut at 50 MiB; the whole output had 53000000 bytes\]\n$/,
    );
  });
});

it('stops a step that prints without end, before it fills the disk', async () => {
  // A sparse file: as large as it claims, with next to nothing on the disk.
  const flood = 'dd if=/dev/zero bs=1 count=1 seek=1200000000 conv=notrunc 2>/dev/null; sleep 60';
  const { measured, task } = await run([{ name: 'flood', run: flood }]);
  expect(measured).toMatchObject({ status: 'error', error: 'step "flood" printed more than 1 GiB and was stopped' });
  expect(statSync(join(task.runDirectory, stdoutPath)).size).toBeLessThan(50 * 1024 * 1024 + 100);
});

it('does not mind a step that removes its own output', async () => {
  const runDirectory = temporaryDirectory();
  const { measured, read } = await run([`rm -r ${runDirectory}/artifacts; seq 1000`], {}, { runDirectory });
  expect(measured).toMatchObject({ status: 'passed', actual: { path: stdoutPath } });
  expect(read(stdoutPath)).toHaveLength(3893);
});

it('keeps what a step prints from others while it runs, and from what it leaves running afterwards', async () => {
  const runDirectory = temporaryDirectory();
  const mode = `stat -c %a artifacts/.${stdoutName}.part`;
  const late = 'setsid sh -c "touch left; until [ -e go ]; do sleep 0.01; done; echo sk-1234567890; touch done" &';
  // The step ends only when that one has left its group, which is ended with it.
  const gone = 'until [ -e left ]; do sleep 0.01; done';
  const steps = [{ run: `${mode}; ${late} ${gone}; seq 1000`, cwd: runDirectory }];
  const { read, task } = await run(steps, {}, { runDirectory, secrets: ['sk-1234567890'] });
  expect(read(stdoutPath)).toMatch(/^600\n1\n/);
  writeFileSync(join(runDirectory, 'go'), '');
  await until(() => existsSync(join(runDirectory, 'done')), 'the late line');
  expect(read(stdoutPath)).toMatch(/\n1000\n$/);
  expect(artifactsOf(task)).toEqual([stdoutName]);
});

describe('steps', () => {
  it('end with the first bad one; the others are skipped and say why', async () => {
    const { measured } = await run(['true', 'false', 'echo never'], {
      expect: [{ ...plain, kind: 'contains', value: 'never' }],
    });
    expect(measured).toMatchObject({ status: 'failed', checks: [], metrics: { exitCode: 1 } });
    expect(measured.steps).toMatchObject([
      { status: 'passed' },
      { status: 'failed' },
      { status: 'skipped', error: 'not run: step "false" failed', actual: null },
    ]);
  });

  it("leave the scenario's own checks to look at the last of them", async () => {
    const expectations: Check[] = [
      { ...plain, kind: 'equals', value: 'two' },
      { ...plain, kind: 'metric', metric: 'exitCode', min: null, max: 0 },
      { ...plain, kind: 'contains', value: 'no', target: 'stderr' },
    ];
    const { measured } = await run(['echo one', 'echo two'], { expect: expectations });
    expect(measured.checks.map(({ name, passed }) => [name, passed])).toEqual([
      ['equals', true],
      ['metric exitCode', true],
      ['contains stderr', false],
    ]);
    expect(measured.status).toBe('failed');
  });
});

describe('the environment of a step', () => {
  it('has the tag, the addresses of the services and its own variables', async () => {
    const step = {
      run: 'echo $TAG $FLIGHTDECK_MY_WEB_2_URL $FLIGHTDECK_MY_WEB_2_PORT $FLIGHTDECK_HOST $FLIGHTDECK_MODEL $OWN $HOME',
      env: { OWN: 'mine', HOME: 'changed' },
    };
    const targets = [target('http://127.0.0.1:8123', { service: 'my-web.2', api: 'none' })];
    const { measured } = await run([step], {}, { targets, environment: { TAG: 'run-1' } });
    expect(measured.actual?.content).toBe('run-1 http://127.0.0.1:8123 8123 127.0.0.1 m mine changed\n');
  });

  it('has no short names where there are two services', async () => {
    const targets = [
      target('http://127.0.0.1:1', { service: 'a' }),
      target('http://127.0.0.1:2', { service: 'b', model: null }),
    ];
    const { measured } = await run(
      ['echo "$FLIGHTDECK_A_PORT $FLIGHTDECK_B_PORT [$FLIGHTDECK_URL] [$FLIGHTDECK_B_MODEL]"'],
      {},
      { targets },
    );
    expect(measured.actual?.content).toBe('1 2 [] []\n');
  });
});

describe('what a step leaves running', () => {
  it('is killed with its group, and a held output delays nothing', async () => {
    const { measured } = await run(['sleep 60 & echo $!']);
    expect(measured.status).toBe('passed');
    expect(measured.steps[0]?.durationMs).toBeLessThan(5000);
    const pid = Number(measured.actual?.content);
    await until(() => !isAlive(pid), 'the end of the grandchild');
  });

  it('is stopped when its time is up, with everything in its group', async () => {
    const { measured } = await run([{ name: 'slow', run: 'sleep 60 & echo $!; wait', timeoutMs: 1500 }]);
    expect(measured).toMatchObject({
      status: 'timeout',
      error: 'step "slow" did not end within 1.5 s and was stopped',
    });
    expect(measured.steps).toMatchObject([{ status: 'timeout', signal: 'SIGTERM' }]);
    const pid = Number(measured.actual?.content);
    await until(() => !isAlive(pid), 'the end of the grandchild');
  });

  it('is killed after a grace when it ignores TERM', async () => {
    const { measured } = await run([`trap '' TERM; echo $$; while :; do sleep 0.05; done`], {}, { timeoutMs: 1500 });
    expect(measured).toMatchObject({ status: 'timeout', steps: [{ signal: 'SIGKILL' }] });
    const { durationMs = 0 } = measured.steps[0] ?? {};
    expect(durationMs).toBeGreaterThan(3400);
    expect(isAlive(Number(measured.actual?.content))).toBe(false);
  });
});
