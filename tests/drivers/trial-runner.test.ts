import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { createTrialRunner, type TrialRunner } from '../../src/drivers/trial-runner.ts';
import { isAlive, serviceFixture } from '../support/service-fixture.ts';
import { chatScenario, commandScenario, target, taskOf, temporaryDirectory } from '../support/trial-tasks.ts';
import { until } from '../support/until.ts';

const workerFile = new URL('../../src/drivers/trial-worker.ts', import.meta.url);

function runner(graceMs?: number, file = workerFile): TrialRunner {
  const created = createTrialRunner({ workerFile: file, ...(graceMs !== undefined && { graceMs }) });
  onTestFinished(() => created.close());
  return created;
}

const backtracking = { kind: 'matches', pattern: '^(a+)+$', target: null, message: null } as const;

describe('a task', () => {
  it('is measured in the worker, one after the other', async () => {
    const trials = runner();
    const { url } = await serviceFixture('openai-instant');
    for (let round = 0; round < 3; round += 1) {
      const measurement = await trials.run(taskOf(chatScenario(), [target(url)]));
      expect(measurement).toMatchObject({ status: 'passed', error: null, actual: { content: 'Hello there.' } });
      expect(measurement.durationMs).toBeGreaterThanOrEqual(Number(measurement.metrics['e2eMs']));
      expect(measurement.startedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    }
  });

  it('is refused while another one is under way', async () => {
    const trials = runner();
    const first = trials.run(taskOf(commandScenario(['true'])));
    expect(() => trials.run(taskOf(commandScenario(['true'])))).toThrow('before the last one had ended');
    expect(await first).toMatchObject({ status: 'passed' });
  });

  it('is ended by an abort, with its reason, and the worker goes on with the next one', async () => {
    const trials = runner();
    const { url } = await serviceFixture('silent');
    const running = trials.run(taskOf(chatScenario(), [target(url)]));
    trials.abort('the service exited');
    expect(await running).toMatchObject({ status: 'error', error: 'the service exited' });
    expect(await trials.run(taskOf(commandScenario(['true'])))).toMatchObject({ status: 'passed' });
  });

  it('has no secrets in anything that comes back', async () => {
    const secret = 'sk-very-secret-key';
    const expectSecret = [{ kind: 'contains', value: `${secret}!`, target: null, message: null } as const];
    const scenario = commandScenario([{ run: `echo ${secret}; echo ${secret} >&2; exit 1`, expect: expectSecret }]);
    const measurement = await runner().run(taskOf(scenario, [], { secrets: [secret] }));
    expect(measurement.status).toBe('failed');
    expect(JSON.stringify(measurement)).not.toContain(secret);
    expect(JSON.stringify(measurement)).toContain('[redacted]');
  });

  it('does not last longer where the disk is slow to take its outputs', async () => {
    const { url } = await serviceFixture('long-answer');
    const task = taskOf(chatScenario(), [target(url)]);
    const output = join(task.runDirectory, 'artifacts', '.T-001_m_1_1.txt.new');
    // Whoever opens a pipe waits until somebody reads from it.
    execFileSync('sh', ['-c', `mkdir artifacts && mkfifo ${output}`], { cwd: task.runDirectory });
    const trials = runner();
    await trials.run(taskOf(commandScenario(['true']))); // the worker is there
    const began = performance.now();
    const measured = trials.run(task);
    const read = once(spawn('sh', ['-c', `sleep 1; cat ${output}`], { stdio: 'ignore' }), 'close');
    const { durationMs, actual } = await measured;
    await read;
    expect(actual?.path).toBe('artifacts/T-001_m_1_1.txt');
    expect(performance.now() - began - durationMs).toBeGreaterThan(500);
  });

  it('is in error when its outputs cannot be written', async () => {
    const { url } = await serviceFixture('long-answer');
    const runDirectory = join(temporaryDirectory(), 'file');
    writeFileSync(runDirectory, '');
    const measurement = await runner().run(taskOf(chatScenario(), [target(url)], { runDirectory }));
    expect(measurement.status).toBe('error');
    expect(measurement.error).toMatch(/^a file of the trial could not be used: ENOTDIR/);
  });

  it('keeps its connection to a service until it is told to forget it', async () => {
    const trials = runner();
    const { url } = await serviceFixture('echo');
    const portUsed = async (): Promise<unknown> => {
      const { actual } = await trials.run(taskOf(chatScenario(), [target(url)]));
      return z.object({ port: z.int() }).parse(JSON.parse(actual?.content ?? '')).port;
    };
    const first = await portUsed();
    expect(await portUsed()).toBe(first);
    trials.forget(url);
    expect(await portUsed()).not.toBe(first);
  });
});

describe('a worker', () => {
  it('that is blocked by a regular expression without end is replaced, and the trial has timed out', async () => {
    const trials = runner(300);
    const step = { run: `printf '%s' ${'a'.repeat(40)}b`, expect: [backtracking] };
    const measurement = await trials.run(taskOf(commandScenario([step]), [], { timeoutMs: 1500 }));
    expect(measurement).toMatchObject({ status: 'timeout', checks: [] });
    expect(measurement.error).toMatch(
      /^the trial did not end within 1\.5 s, and 0\.3 s later its worker was still busy; a check that never ends/,
    );
    expect(await trials.run(taskOf(commandScenario(['true'])))).toMatchObject({ status: 'passed' });
  });

  it('that is blocked when the run is aborted gives an error with the reason', async () => {
    const trials = runner(200);
    const cwd = temporaryDirectory();
    const step = { run: `echo $$ > pid; printf '%s' ${'a'.repeat(40)}b`, cwd, expect: [backtracking] };
    const running = trials.run(taskOf(commandScenario([step])));
    const note = join(cwd, 'pid');
    const pid = Number(await until(() => /^\d+\n$/.test(readIfThere(note)) && readIfThere(note), 'the pid'));
    await until(() => !isAlive(pid), 'the end of the step');
    trials.abort('stopped by SIGINT');
    expect(await running).toMatchObject({ status: 'error', error: 'stopped by SIGINT' });
  });

  it('that crashes gives an error with where it happened, and is replaced', async () => {
    const crashing = runner(undefined, new URL('../fixtures/workers/crashes.ts', import.meta.url));
    for (let round = 0; round < 2; round += 1) {
      const measurement = await crashing.run(taskOf(commandScenario(['true'])));
      expect(measurement.status).toBe('error');
      expect(measurement.error).toMatch(/^the trial worker crashed: Error: a bug\n {4}at /);
    }
  });

  it('that leaves gives an error', async () => {
    const leaving = runner(undefined, new URL('../fixtures/workers/leaves.ts', import.meta.url));
    const measurement = await leaving.run(taskOf(commandScenario(['true'])));
    expect(measurement.error).toBe('the trial worker ended with code 7 in the middle of a trial');
  });
});

it('leaves no process of a step behind when it is closed in the middle of one', async () => {
  const trials = runner();
  const task = taskOf(commandScenario(['sleep 60 & echo $!; wait']));
  const running = trials.run(task);
  const stdout = join(task.runDirectory, 'artifacts/.T-001_m_1_1_step1.stdout.txt.part');
  const pid = Number(await until(() => /^\d+\n$/.test(readIfThere(stdout)) && readIfThere(stdout), 'the pid'));
  await trials.close();
  expect(await running).toMatchObject({
    status: 'error',
    error: 'the run ended',
    steps: [{ status: 'error', error: 'was stopped: the run ended' }],
  });
  await until(() => !isAlive(pid), 'the end of the grandchild');
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // not written yet
  }
}
