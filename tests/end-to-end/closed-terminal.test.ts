// The terminal of a run is closed: the run hears of it in several ways, and ends in good order all the same.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identify, listProcesses } from '../../src/system/processes.ts';
import { runnerProgram, Workspace } from '../support/runner.ts';
import { openTerminal } from '../support/terminal-session.ts';
import { until } from '../support/until.ts';

/** At four tokens a second a long answer takes half a minute or more, far longer than any test here. */
const plan = `
name: On a terminal
services:
  slow: { adapter: builtin, tokensPerSecond: 4, seed: 1 }
domains:
  llm:
    loadouts: [slow/tiny-markov]
    scenarios:
      - { id: QUICK, prompt: Hello, maxTokens: 1 }
      - { id: LONG, prompt: Hello, maxTokens: 500 }`;

/** Notes the exit code of the runner although it is hung up on as well. */
const job = (start: string): string => `trap : HUP TERM
sh -c 'echo $$ > pid; exec ${start}' 2> errors
echo $? > code.part
mv code.part code
`;

/** The runner, and the shell that waits for it. */
function goOn(runner: number): void {
  const parent = listProcesses().find(({ pid }) => pid === runner)?.parent ?? null;
  for (const pid of [runner, parent])
    if (pid !== null && pid > 1 && identify(pid) !== null) process.kill(pid, 'SIGCONT');
}

describe('a terminal that is closed', { concurrent: true }, () => {
  it.for([
    ['in the foreground', 'tui'],
    ['in the foreground', 'plain'],
    ['after Ctrl-Z', 'tui'],
    ['after Ctrl-Z', 'plain'],
    ['while it is given back', 'tui'],
  ] as const)('%s stops the run in good order, with the %s reporter', async ([where, reporter], test) => {
    const workspace = new Workspace(test);
    const start = `"${runnerProgram}" "${workspace.plan(plan)}" --logs-dir logs --reporter ${reporter}`;
    const note = (name: string): string => join(workspace.directory, name);
    writeFileSync(note('job'), job(start));
    const line = 'set -m; sh ./job; touch stopped; sleep 600';
    const session = openTerminal(
      test,
      { columns: 100, rows: 30 },
      { line, cwd: workspace.directory, env: workspace.env },
    );
    await workspace.event('trial.started', ({ testId }) => testId === 'LONG[tiny-markov]');
    const runner = Number(readFileSync(note('pid'), 'utf8'));
    if (where === 'after Ctrl-Z') {
      session.type('\u001a');
      await until(() => existsSync(note('stopped')), 'the shell to have the terminal');
    }
    if (where === 'while it is given back') {
      // The shell is faster: whoever sets a terminal that is the shell's by then is stopped in the middle of it.
      process.kill(listProcesses().find(({ pid }) => pid === runner)?.parent ?? 0, 'SIGSTOP');
      await until(() => existsSync(note('stopped')), 'the shell to have the terminal');
      process.kill(runner, 'SIGTSTP');
      await until(
        () => /^State:\s+T/m.test(readFileSync(`/proc/${runner}/status`, 'utf8')),
        'the runner to be stopped',
      );
    }
    session.close();
    for (const signal of ['SIGHUP', 'SIGTERM', 'SIGHUP']) process.kill(runner, signal);
    await until(() => {
      const ended = existsSync(note('code'));
      if (!ended) goOn(runner);
      return ended;
    }, 'the end of the run');
    expect(readFileSync(note('code'), 'utf8')).toBe('129\n');
    expect(readFileSync(note('errors'), 'utf8')).not.toMatch(/Killed|bug/);
    const run = workspace.onDisk;
    expect(run.results.map(({ scenario }) => scenario)).toEqual(['QUICK']);
    expect(run.json('run.json')).toMatchObject({
      status: 'in_progress',
      exitCode: 129,
      stoppedBy: { kind: 'signal', signal: 'SIGHUP' },
      report: 'report.xlsx',
    });
    expect(run.text('progression.log')).toContain('[WARNING] Stopping Test Run: stopped by SIGHUP');
    expect(run.files()).toContain('report.xlsx');
    await workspace.nothingLeft();
  });
});
