// The terminal of a run is closed: the run hears of it in several ways, and ends in good order all the same.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

describe('a terminal that is closed', { concurrent: true }, () => {
  it.for([
    ['in the foreground', 'tui'],
    ['in the foreground', 'plain'],
    ['after Ctrl-Z', 'tui'],
    ['after Ctrl-Z', 'plain'],
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
    session.close();
    for (const signal of ['SIGHUP', 'SIGTERM', 'SIGCONT', 'SIGHUP']) process.kill(runner, signal);
    await until(() => existsSync(note('code')), 'the end of the run', 15_000);
    expect(readFileSync(note('code'), 'utf8')).toBe('129\n');
    // The dashboard shows the cursor again there.
    expect(readFileSync(note('errors'), 'utf8').replace('\u001b[?25h', '')).toBe('');
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
