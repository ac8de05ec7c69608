import { spawn } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { controlGroupOf, isContained } from '../../src/system/control-group.ts';
import { runningProgram } from '../../src/system/running-program.ts';
import { until } from '../support/until.ts';

it('knows the executable, whatever the process calls itself', async () => {
  const child = spawn('sleep', ['100'], { argv0: 'ollama', stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const program = await until(() => {
    const found = runningProgram(child.pid ?? 0);
    return found.args[0] === 'ollama' && found;
  }, 'the program');
  expect(program.executable).toMatch(/^\/.*(sleep|coreutils|busybox)$/);
  expect(program).toMatchObject({ args: ['ollama', '100'], userId: process.getuid?.() ?? null });
});

it('knows nothing of a process that is gone', () => {
  const pid = 2 ** 30;
  expect(runningProgram(pid)).toEqual({ executable: null, args: [], userId: null });
  expect(controlGroupOf(pid)).toBeNull();
  expect(isContained(pid)).toBe(false);
});

it('sees itself outside of any container of its own', () => {
  expect(isContained(process.pid)).toBe(false);
});
