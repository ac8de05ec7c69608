// Whatever moment a signal comes at: everything is written, nothing is left running, and the attempt under way is no result.
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, stubbornPlan, Workspace } from '../support/runner.ts';
import { until } from '../support/until.ts';

/** At four tokens a second a long answer takes half a minute or more, far longer than any test here. */
const chat = (scenarios: string): string => `
name: Stopping
services:
  slow: { adapter: builtin, tokensPerSecond: 4, seed: 1 }
domains:
  llm:
    loadouts: [slow/tiny-markov]
    scenarios:${scenarios}`;
const quick = '\n      - { id: QUICK, prompt: Hello, maxTokens: 1 }';
const long = '\n      - { id: LONG, prompt: Hello, maxTokens: 500 }';

const steps = `
name: Stopping
domains:
  tools:
    driver: command
    scenarios:
      - { id: QUICK, steps: [{ run: "true" }] }
      - { id: LONG, steps: [{ run: "sleep 61 & setsid sleep 62 & sleep 63" }] }`;

const starting = `
name: Stopping
services:
  mute: { adapter: command, api: none, ready: { http: / }, command: ${fixtureCommand('processes/never-answers.mjs', '{port}')} }
domains:
  tools:
    driver: command
    loadouts: [mute]
    scenarios:
      - { id: LONG, steps: [{ run: "true" }] }`;

const moments = [
  {
    moment: 'in the middle of an answer',
    plan: chat(quick + long),
    event: 'trial.started',
    domain: 'llm',
    done: ['QUICK'],
  },
  { moment: 'in the middle of a step', plan: steps, event: 'trial.started', domain: 'tools', done: ['QUICK'] },
  { moment: 'during warm-up', plan: chat(long), event: 'warmup.started', domain: 'llm', done: [] },
  { moment: 'while a service starts', plan: starting, event: 'service.starting', domain: 'tools', done: [] },
];
const signals = [
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
  { signal: 'SIGHUP', code: 129 },
] as const;
const cases = moments.flatMap((moment) => signals.map((signal) => ({ ...moment, ...signal })));

describe('a run that is stopped by a signal', { concurrent: true }, () => {
  it.for(cases)('$signal $moment', async ({ signal, code, plan, event, domain, done }, test) => {
    const workspace = new Workspace(test);
    // One signal is enough to show that a report is made: it takes longer than all the rest.
    const withReport = signal === 'SIGINT';
    const runner = workspace.start([workspace.plan(plan), ...(withReport ? [] : ['--no-report'])]);
    await workspace.event(event, ({ testId }) => testId === undefined || String(testId).startsWith('LONG'));
    runner.kill(signal);
    const ended = await runner.ended;
    expect({ code: ended.code, stderr: ended.stderr, left: [...workspace.left()] }).toEqual({
      code,
      stderr: '',
      left: [],
    });

    const run = workspace.onDisk;
    expect(run.results.map(({ scenario }) => scenario)).toEqual(done);
    expect(run.domain(domain).map(({ scenario }) => scenario)).toEqual(done);
    expect(run.json('run.json')).toMatchObject({
      status: 'in_progress',
      outcome: 'partial',
      exitCode: code,
      stoppedBy: { kind: 'signal', signal },
      summary: { passed: done.length, pending: 1 },
      report: withReport ? 'report.xlsx' : null,
    });
    expect(run.files().includes('report.xlsx')).toBe(withReport);
    expect(run.text('progression.log')).toContain(`[WARNING] Stopping Test Run: stopped by ${signal}`);
    const last = withReport ? ['run.finished', 'report.started', 'report.finished'] : ['run.finished'];
    expect(run.events.map(({ type }) => type).slice(-last.length)).toEqual(last);
    expect(ended.stdout).toContain(`stopped by ${signal}`);
  });

  it.for([
    { how: 'a second Ctrl-C', signals: ['SIGINT', 'SIGINT'], code: 130 },
    { how: 'SIGQUIT', signals: ['SIGQUIT'], code: 131 },
  ] as const)('$how ends everything at once', async ({ signals: sent, code }, test) => {
    const workspace = new Workspace(test);
    const runner = workspace.start([workspace.plan(stubbornPlan)]);
    await workspace.event('trial.started');
    const service = workspace.onDisk.files().find((name) => name.startsWith('svc_')) ?? '';
    for (const [index, signal] of sent.entries()) {
      if (index > 0)
        await until(() => workspace.onDisk.text(service).includes('not yet'), 'the service to be asked to end');
      runner.kill(signal);
    }
    const ended = await runner.ended;
    const folder = join('logs', basename(workspace.onDisk.directory));
    expect({ code: ended.code, stderr: ended.stderr, left: [...workspace.left()] }).toEqual({
      code,
      stderr: `Killed. The run folder is ${folder}; generate-report ${folder} makes the report, runner run --continue ${folder} goes on.\n`,
      left: [],
    });
    expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'in_progress' });
  });
});
