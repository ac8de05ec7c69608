// Services that die, never come up or refuse: what their tests say, and that the rest of the run goes on.
import { describe, expect, it } from 'vitest';
import { fixtureCommand, Workspace } from '../support/runner.ts';

const scenarios = `
    scenarios:
      - { id: ONE, prompt: Hello, warmup: 0, maxTokens: 4 }
      - { id: TWO, prompt: Hello, warmup: 0, maxTokens: 4 }`;

describe('a service that fails', { concurrent: true }, () => {
  it('ends the trials of its loadout in error when it dies, and the next loadout goes on', async (test) => {
    const workspace = new Workspace(test);
    const { code, stdout } = await workspace.run([
      workspace.plan(`
name: Dies
services:
  dying: { adapter: command, api: openai, command: ${fixtureCommand('services/exits-midway.ts', '--port', '{port}')} }
  healthy: { adapter: builtin }
domains:
  llm:
    loadouts: [dying/mini, healthy/tiny-markov]${scenarios}`),
      '--retries',
      '3',
    ]);
    expect(code, stdout).toBe(1);
    const { results, events, text } = workspace.onDisk;
    const sentence = results[0]?.error ?? '';
    const ending =
      /exited with code 7 while it was in use: out of memory \(the GPU's\); its last lines: "\{"port":\d+\} \| CUDA error: out of memory"; see svc_llm_mini_\d{8}_\d{6}\.log$/;
    expect(sentence).toMatch(ending);
    expect(results.map(({ testId, status, attempt, error }) => ({ testId, status, attempt, error }))).toEqual([
      { testId: 'ONE[mini]', status: 'error', attempt: 1, error: sentence },
      { testId: 'TWO[mini]', status: 'error', attempt: 1, error: sentence },
      { testId: 'ONE[tiny-markov]', status: 'passed', attempt: 1, error: null },
      { testId: 'TWO[tiny-markov]', status: 'passed', attempt: 1, error: null },
    ]);
    expect(events.find(({ type }) => type === 'service.exited')).toMatchObject({ exitCode: 7, signal: null });
    expect(text('progression.log')).toMatch(
      /\[ERROR\] Error: service dying\/mini exited with code 7: out of memory \(the GPU's\); its last lines: ".* \| CUDA error: out of memory"/,
    );
    expect(stdout.split(sentence).length - 1).toBeGreaterThanOrEqual(2);
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
