// Services that die, never come up or refuse: what their tests say, and that the rest of the run goes on.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixtureCommand, Workspace } from '../support/runner.ts';

const scenarios = `
    scenarios:
      - { id: ONE, prompt: Hello, warmup: 0, maxTokens: 4 }
      - { id: TWO, prompt: Hello, warmup: 0, maxTokens: 4 }`;

describe('a service that fails', { concurrent: true }, () => {
  it('is started again when it dies, as often as the plan allows, and the next loadout goes on', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Dies
services:
  dying: { adapter: command, api: openai, restart: 2, command: ${fixtureCommand('services/exits-midway.ts', '--port', '{port}')} }
  healthy: { adapter: builtin }
domains:
  llm:
    loadouts: [dying/mini, healthy/tiny-markov]${scenarios}`),
      '--retries',
      '3',
    ]);
    expect(code, stdout).toBe(1);
    const { results, events, text, files } = workspace.onDisk;
    expect(results.map(({ testId, status, attempt }) => `${testId} ${attempt} ${status}`)).toEqual([
      'ONE[mini] 1 error',
      'ONE[mini] 2 error',
      'ONE[mini] 3 error',
      'TWO[mini] 1 error',
      'ONE[tiny-markov] 1 passed',
      'TWO[tiny-markov] 1 passed',
    ]);
    const sentence = results[0]?.error ?? '';
    expect(sentence).toMatch(
      /^service "dying\/mini" exited with code 7 while it was in use: out of memory \(the GPU's\); its last lines: "\{"port":\d+\} \| CUDA error: out of memory"; see svc_llm_mini_\d{8}_\d{6}\.log$/,
    );
    expect(results[3]?.error).toBe(results[2]?.error);
    expect(results[3]?.error).toMatch(/\.log; it had been started again 2 times before$/);
    expect(events.find(({ type }) => type === 'service.exited')).toMatchObject({ exitCode: 7, signal: null });
    expect(text('progression.log')).toMatch(
      /\[ERROR\] Error: service dying\/mini exited with code 7: out of memory \(the GPU's\); its last lines: ".* \| CUDA error: out of memory"/,
    );
    expect(text('progression.log')).toContain(
      "[WARNING] Restarting Service: dying/mini (2 of 2): it exited with code 7: out of memory (the GPU's)",
    );
    expect(files().filter((name) => name.startsWith('svc_llm_mini'))).toHaveLength(3);
    expect(stdout).toContain(
      'dying/mini was started again 2 times, the last time because it exited with code 7: out of',
    );
  });

  it('is started again when it dies in the middle of an answer, which is then asked for once more', async (test) => {
    const workspace = new Workspace(test);
    const command = fixtureCommand('services/exits-midway-once.ts', '--port', '{port}');
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Dies once
services:
  dying: { adapter: command, api: openai, env: { STATE: ${join(workspace.directory, 'state')} }, command: ${command} }
domains:
  llm:
    loadouts: [dying/mini]${scenarios}`),
    ]);
    expect(code, stdout).toBe(0);
    const { results, events } = workspace.onDisk;
    expect(results.map(({ testId, status, attempt, flaky }) => ({ testId, status, attempt, flaky }))).toEqual([
      { testId: 'ONE[mini]', status: 'error', attempt: 1, flaky: false },
      { testId: 'ONE[mini]', status: 'passed', attempt: 2, flaky: true },
      { testId: 'TWO[mini]', status: 'passed', attempt: 1, flaky: false },
    ]);
    const logs = results.map(({ services }) => services['llm']?.log?.file);
    expect(logs[0]).toBeDefined();
    expect(logs[1]).not.toBe(logs[0]);
    expect(logs[2]).toBe(logs[1]);
    expect(events.filter(({ type }) => type === 'service.restarting')).toMatchObject([{ attempt: 1, of: 1 }]);
    expect(stdout).toContain('dying/mini was started again once because it exited with code 7');
  });

  it('is noticed at once when somebody kills it', async (test) => {
    const workspace = new Workspace(test);
    const command = fixtureCommand('services/hangs-midway-once.ts', '--port', '{port}');
    const runner = workspace.start([
      workspace.plan(`
name: Killed
defaults: { timeout: 10m }
services:
  victim: { adapter: command, api: openai, env: { STATE: ${join(workspace.directory, 'state')} }, command: ${command} }
domains:
  llm:
    loadouts: [victim/mini]${scenarios}`),
      '--no-report',
    ]);
    await workspace.event('trial.started');
    const starting = workspace.onDisk.events.find(({ type }) => type === 'service.starting');
    if (starting?.type !== 'service.starting' || starting.pid === null) throw new Error('nothing was started');
    process.kill(starting.pid, 'SIGKILL');
    const { code, stdout } = await runner.ended;
    expect(code, stdout).toBe(0);
    const { results } = workspace.onDisk;
    expect(results.map(({ status }) => status)).toEqual(['error', 'passed', 'passed']);
    expect(results[0]?.error).toMatch(
      /^service "victim\/mini" was ended by SIGKILL while it was in use; its last line: "\{"port":\d+\}"; see svc_llm_mini_\d{8}_\d{6}\.log$/,
    );
  });

  it('is ended and started again when it hangs, and its trial is tried again', async (test) => {
    const workspace = new Workspace(test);
    const command = fixtureCommand('services/hangs-midway-once.ts', '--port', '{port}');
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Hangs once
defaults: { timeout: 2s }
services:
  stuck:
    adapter: command
    api: openai
    env: { STATE: ${join(workspace.directory, 'state')} }
    stop: { grace: 10m }
    command: ${command}
domains:
  llm:
    loadouts: [stuck/mini]${scenarios}`),
      '--no-report',
    ]);
    expect(code, stdout).toBe(0);
    const { results, events } = workspace.onDisk;
    expect(results.map(({ testId, attempt, status, flaky }) => ({ testId, attempt, status, flaky }))).toEqual([
      { testId: 'ONE[mini]', attempt: 1, status: 'timeout', flaky: false },
      { testId: 'ONE[mini]', attempt: 2, status: 'passed', flaky: true },
      { testId: 'TWO[mini]', attempt: 1, status: 'passed', flaky: false },
    ]);
    expect(events.find(({ type }) => type === 'service.stopped')).toMatchObject({ forced: true });
    expect(stdout).toMatch(
      /Restarting Service: stuck\/mini \(1 of 1\): it hung: not a byte came from it in the last [\d.]+ s of the 2 s that the trial had/,
    );
  });

  it('is left alone when it is only slow', async (test) => {
    const workspace = new Workspace(test);
    const command = fixtureCommand('services/talks-slowly.ts', '--port', '{port}');
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Slow
defaults: { timeout: 2s }
services:
  slow: { adapter: command, api: openai, command: ${command} }
domains:
  llm:
    loadouts: [slow/mini]${scenarios}`),
      '--no-report',
    ]);
    expect(code, stdout).toBe(1);
    const { results, events } = workspace.onDisk;
    expect(results.map(({ testId, attempt, status }) => `${testId} ${attempt} ${status}`)).toEqual([
      'ONE[mini] 1 timeout',
      'TWO[mini] 1 timeout',
    ]);
    expect(events.filter(({ type }) => type === 'service.starting')).toHaveLength(1);
  });

  it('keeps what it said in its log when it does not come up, and the other loadout goes on', async (test) => {
    const workspace = new Workspace(test);
    const { code } = await workspace.run([
      workspace.plan(`
name: Does not start
services:
  broken: { adapter: command, api: openai, command: ${fixtureCommand('processes/exits-while-starting.mjs', '{port}')} }
  healthy: { adapter: builtin }
domains:
  llm:
    loadouts: [broken/mini, healthy/tiny-markov]${scenarios}`),
      '--no-report',
    ]);
    expect(code).toBe(1);
    const { results, text, files } = workspace.onDisk;
    const log = files().find((name) => name.startsWith('svc_llm_mini')) ?? '';
    expect(text(log)).toBe('loading the model\nmodel file \u001b[31mnot found\u001b[0m\n');
    expect(results.map(({ status }) => status)).toEqual(['error', 'error', 'passed', 'passed']);
    expect(results[0]?.error).toMatch(
      /^service "broken\/mini" did not listen on 127\.0\.0\.1:\d+ within .* s: it exited with code 3 after .* s; its last lines: "loading the model \| model file not found"; see svc_llm_mini_\d{8}_\d{6}\.log$/,
    );
    expect(results[0]?.error).toContain(log);
  });

  it('makes the run end with 3 where no loadout came up', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Nothing starts
services:
  broken: { adapter: command, api: openai, command: ${fixtureCommand('processes/exits-while-starting.mjs', '{port}')} }
domains:
  llm:
    loadouts: [broken/mini]${scenarios}`),
    ]);
    expect(code, stdout).toBe(3);
    expect(workspace.onDisk.json('run.json')).toMatchObject({ exitCode: 3, summary: { error: 2, executed: 2 } });
    expect(workspace.onDisk.files()).toContain('report.xlsx');
  });
});
