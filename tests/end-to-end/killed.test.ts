// The runner is killed and cannot do anything any more: what it had announced is there, and nothing of it is left running.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordedEvent } from '../../src/domain/events.ts';
import { readLedger } from '../../src/services/ledger/ledger-file.ts';
import { carriers, identify, isAlive, listProcesses } from '../../src/system/processes.ts';
import { runningProgram } from '../../src/system/running-program.ts';
import { fixtureCommand, type Runner, root, Workspace } from '../support/runner.ts';
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
    await until(() => seen() > count, `${count} results`);
    runner.kill('SIGKILL');
    const { stdout } = await runner.ended;

    const said = announced(stdout);
    const run = workspace.onDisk;
    expect(said.length).toBeGreaterThanOrEqual(count);
    expect(run.results.map(name).slice(0, said.length)).toEqual(said);
    const filed = [...run.domain('first'), ...run.domain('second')].map(name);
    expect(filed.slice(0, said.length)).toEqual(said);
    const outputs = run.results.flatMap(({ steps }) => steps[0]?.actual?.path ?? []);
    expect(outputs).toHaveLength(run.results.filter(({ domain }) => domain !== 'first').length);
    for (const path of outputs) expect(run.text(path)).toBe(printed);
    expect(run.results.length - filed.length).toBeLessThanOrEqual(1);
    expect(run.json('run.json')).toMatchObject({ status: 'in_progress', outcome: null });

    const report = await workspace.run([run.directory, '--json'], { program: `${root}scripts/generate-report` });
    expect(report.code, report.stderr).toBe(0);
    const { trials, tests } = JSON.parse(report.stdout);
    expect(trials).toBeGreaterThanOrEqual(said.length);
    // The report reads the journal where that is one result ahead.
    expect(tests).toMatchObject({ total: 2, pending: trials < 5 ? 2 : 1 });
    await workspace.nothingLeft();
  });

  it('leaves nothing behind that a step had printed', async (test) => {
    const workspace = new Workspace(test);
    const secretPlan = `
name: Killed in a step
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: echo $DB_PASSWORD; touch printed; sleep 60 }] }]`;
    const runner = workspace.start([workspace.plan(secretPlan)], { env: { DB_PASSWORD: 'sesame-open-up' } });
    await until(() => existsSync(join(workspace.directory, 'printed')), 'the secret');
    const partial = 'artifacts/.tools_A_1_1_step1.stdout.txt.part';
    const run = workspace.onDisk;
    expect(run.text(partial)).toContain('sesame-open-up');
    expect(statSync(join(run.directory, partial)).mode & 0o777).toBe(0o600);
    runner.kill('SIGKILL');
    await runner.ended;
    await workspace.nothingLeft();
    expect(run.files().filter((path) => run.text(path).includes('sesame-open-up'))).toEqual([]);
  });
});

const strays = `
name: Strays
services:
  strays: { adapter: command, api: none, ready: { http: / }, command: ${fixtureCommand('processes/leaves-stray.mjs', '{port}')} }
domains:
  tools:
    driver: command
    loadouts: [strays]
    scenarios: [{ id: STEP, steps: [{ run: "setsid sleep 61 & sleep 62" }] }]`;

function watchdogOf({ pid }: Runner): number | undefined {
  const children = listProcesses().filter(({ parent }) => parent === pid);
  return children.find((child) => runningProgram(child.pid).args.some((word) => word.endsWith('watchdog.js')))?.pid;
}

function sleepers(workspace: Workspace): number {
  return [...workspace.left().values()].filter((name) => name === 'sleep').length;
}

const ignorable: readonly NodeJS.Signals[] = [
  ...(['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGABRT', 'SIGUSR1', 'SIGUSR2', 'SIGPIPE', 'SIGALRM', 'SIGTERM'] as const),
  ...(['SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGURG', 'SIGXCPU', 'SIGXFSZ', 'SIGVTALRM', 'SIGPROF', 'SIGWINCH'] as const),
  'SIGIO',
];

function kill(pid: number | undefined): void {
  process.kill(pid ?? 0, 'SIGKILL');
}

describe('whoever outlives a runner that was killed', { concurrent: true }, () => {
  it('is ended by its watchdog, and the log says so', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(strays)]);
    await workspace.event('trial.started');
    await until(() => sleepers(workspace) === 2, 'the processes of its step');
    runner.kill('SIGKILL');
    await workspace.nothingLeft();
    expect(workspace.ledgers()).toEqual([]);
    expect(workspace.onDisk.text('progression.log').trimEnd().split('\n').at(-1)).toMatch(
      /^\[[\d:]{8}\] \[WARNING\] The runner was killed; its watchdog ended \d processes \(service strays\)$/,
    );
  });

  it('is ended also where nothing about it tells where it came from, since it was seen before', async (test) => {
    const workspace = new Workspace(test);
    const noted = join(workspace.directory, 'grandchild');
    const runner = workspace.start([
      workspace.plan(`
name: Retitled
services:
  retitled: { adapter: command, api: none, ready: { http: / }, command: ${fixtureCommand('processes/loses-its-parent.mjs', '{port}', noted)} }
domains:
  tools:
    driver: command
    loadouts: [retitled]
    scenarios: [{ id: STEP, steps: [{ run: "sleep 60" }] }]`),
    ]);
    await workspace.event('trial.started');
    const pid = await until(() => existsSync(noted) && Number(readFileSync(noted, 'utf8')), 'the grandchild');
    const grandchild = identify(pid) ?? { pid: 0, startTime: '' };
    const [ledger = ''] = workspace.ledgers();
    const members = () => [...(readLedger(ledger)?.services.values() ?? [])].flatMap((service) => service.members);
    await until(() => members().some((member) => member.pid === pid), 'the grandchild to be seen');
    const [service] = members();
    process.kill(service?.pid ?? 0, 'SIGUSR2');
    const orphaned = () => listProcesses().find((entry) => entry.pid === pid)?.parent === 1;
    await until(orphaned, 'the end of its parent');
    expect(carriers('FLIGHTDECK_RUN').has(pid)).toBe(false);
    runner.kill('SIGKILL');
    await until(() => !isAlive(grandchild), 'the end of the grandchild', 5000);
    await workspace.nothingLeft();
  });

  it('is ended also where it is no part of the run, such as a driver tool that hangs', async (test) => {
    const workspace = new Workspace(test);
    const env = { PATH: `${root}tests/fixtures/nvidia/hangs:${process.env['PATH']}` };
    const runner = workspace.start([workspace.plan(strays)], { env });
    await workspace.event('trial.started');
    const asked = (pid: number): boolean => runningProgram(pid).args.some((word) => word.endsWith('/nvidia-smi'));
    await until(() => [...workspace.left().keys()].some(asked), 'the driver tool to be asked');
    runner.kill('SIGKILL');
    await workspace.nothingLeft();
  });

  it('is ended by the next run where the watchdog was killed as well, which says so', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(strays)]);
    await workspace.event('trial.started');
    await until(() => sleepers(workspace) === 2, 'the processes of its step');
    const watchdog = watchdogOf(runner);
    runner.child.kill('SIGSTOP'); // so that it starts no other one
    kill(watchdog);
    runner.kill('SIGKILL');
    await runner.ended;
    const runId = workspace.onDisk.directory.split('/').at(-1);
    expect(workspace.left().size).toBeGreaterThan(3);
    const doctor = await workspace.run(['doctor', '--json'], { program: `${root}scripts/runner` });
    expect(JSON.parse(doctor.stdout).leftovers).toContainEqual({ pid: expect.any(Number), name: 'node', runId });

    const next = await workspace.run([
      workspace.plan(`
name: Next
domains: { tools: { driver: command, scenarios: [{ id: A, steps: [{ run: "true" }] }] } }`),
    ]);
    expect(next.code).toBe(0);
    expect(next.stdout).toMatch(
      new RegExp(`${runId} had been killed together with its watchdog: ended \\d processes \\(service strays\\)`),
    );
    expect([...workspace.left()]).toEqual([]);
    expect(workspace.ledgers()).toEqual([]);
  });

  it('is ended by a watchdog that was sent every signal which can be ignored', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(strays)]);
    await workspace.event('trial.started');
    await until(() => sleepers(workspace) === 2, 'the processes of its step');
    const watchdog = watchdogOf(runner) ?? 0;
    for (const signal of ignorable) process.kill(watchdog, signal);
    runner.kill('SIGKILL');
    await workspace.nothingLeft();
    const said = workspace.onDisk.text('progression.log');
    expect(said).toMatch(/The runner was killed; its watchdog ended \d processes \(service strays\)\n$/);
    expect(said).not.toContain('was started again');
  });

  it('is not lost to a watchdog that was killed: the runner starts another one, and says so', async (test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(strays)]);
    await workspace.event('trial.started');
    const first = watchdogOf(runner);
    kill(first);
    await workspace.event('notice.raised', ({ message }) => String(message).includes('was started again'));
    const second = watchdogOf(runner);
    expect(second).toEqual(expect.any(Number));
    expect(second).not.toBe(first);
    runner.kill('SIGKILL');
    await workspace.nothingLeft();
    const said = workspace.onDisk.text('progression.log');
    expect(said).toContain(
      '[WARNING] the watchdog, which ends the services if the runner is killed, was ended by SIGKILL and was started again',
    );
    expect(said).toContain('The runner was killed; its watchdog ended');
  });

  it('does not include anybody of another run that goes on', async (test) => {
    const [killed, other] = [new Workspace(test), new Workspace(test)];
    const [first, second] = [killed, other].map((each) => each.start([each.plan(strays)]));
    await Promise.all([killed.event('trial.started'), other.event('trial.started')]);
    await until(() => sleepers(other) === 2, 'the processes of its step');
    // Without helpers that look something up and end by themselves.
    const before = [...other.left()].flatMap(([pid, name]) => (['node', 'sh', 'sleep'].includes(name) ? [pid] : []));
    first?.kill('SIGKILL');
    await killed.nothingLeft();
    expect([...other.left().keys()]).toEqual(expect.arrayContaining(before));
    second?.kill('SIGINT');
    expect((await second?.ended)?.code).toBe(130);
    expect([...other.left()]).toEqual([]);
  });
});
