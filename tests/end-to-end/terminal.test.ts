// The dashboard in a real pseudo-terminal: seen while the run lasts, and the terminal as it was before when it is over.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runnerProgram, stubbornPlan, type TestEnd, Workspace } from '../support/runner.ts';
import { openTerminal, type TerminalSession, type TerminalSize } from '../support/terminal-session.ts';
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
      - { id: QUICK, name: Says a word, prompt: Hello, maxTokens: 1 }
      - { id: LONG, name: Says a lot, prompt: Hello, maxTokens: 500 }
  tools:
    driver: command
    scenarios: [{ id: TOOL, steps: [{ run: "true" }] }]`;

interface Opened {
  readonly workspace: Workspace;
  readonly session: TerminalSession;
  /** What the shell noted: the exit code, and the settings of the terminal before, in between and after. */
  note(name: 'pid' | 'code' | 'before' | 'after' | 'stopped'): string;
  /** Lets a shell go on that waits for it. */
  go(): void;
}

type Script = (runner: string, note: (name: string) => string) => string;

const plainly: Script = (runner, note) =>
  `stty -a > "${note('before')}"; ${runner}; echo $? > "${note('code')}"; stty -a > "${note('after')}"`;

/** Looks at the terminal again when it is told to. */
const patiently: Script = (runner, note) =>
  `stty -a > "${note('before')}"; ${runner}; echo $? > "${note('code')}"; ${waitFor(note('go'))}; stty -a > "${note('after')}"`;

/** As a shell with job control: each job is a group of its own, and one that stops gives the terminal back. */
const withJobs: Script = (runner, note) =>
  `set -m; stty -a > "${note('before')}"; ${runner}; stty -a > "${note('stopped')}"; ${waitFor(note('go'))}; fg; echo $? > "${note('code')}"; stty -a > "${note('after')}"`;

function waitFor(file: string): string {
  return `until [ -e "${file}" ]; do sleep 0.05; done`;
}

/** `args` follow the plan. */
function open(test: TestEnd, size: TerminalSize, args = '', text = plan, script = plainly): Opened {
  const workspace = new Workspace(test);
  const file = workspace.plan(text);
  const note = (name: string): string => join(workspace.directory, name);
  const start = `echo $$ > "${note('pid')}"; exec "${runnerProgram}" "${file}" --logs-dir logs ${args}`;
  const line = script(`sh -c '${start}'`, note);
  const session = openTerminal(test, size, { line, cwd: workspace.directory, env: workspace.env });
  return {
    workspace,
    session,
    go: () => writeFileSync(note('go'), ''),
    note: (name) => (existsSync(note(name)) ? readFileSync(note(name), 'utf8').trim() : ''),
  };
}

function expectRestored({ session, note }: Opened): void {
  const sent = session.sent();
  const left = sent.lastIndexOf('\u001b[?1049l');
  expect(left).toBeGreaterThan(sent.lastIndexOf('\u001b[?1049h'));
  expect(sent.lastIndexOf('\u001b[?25h')).toBeGreaterThan(sent.lastIndexOf('\u001b[?25l'));
  expect(note('after')).toBe(note('before'));
}

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 140, rows: 40 },
];

describe('on a terminal', { concurrent: true }, () => {
  it.for(sizes)('of $columns x $rows the dashboard shows the run, and q stops it in order', async (size, test) => {
    const opened = open(test, size);
    const { workspace, session, note } = opened;
    await workspace.event('trial.started', ({ testId }) => testId === 'LONG[tiny-markov]');
    const seen = (
      await session.shows(/Running LONG.*V?RAM +[█░]+ +[\d.]+\/[\d.]+ GiB.*QUICK\[tiny-markov\]: PASSED/s)
    ).join('\n');
    const { events, directory } = workspace.onDisk;
    const service = events.find((event) => event.type === 'service.starting');
    expect(seen).toContain('On a terminal');
    expect(seen).toContain(directory.split('/').at(-1));
    expect(seen).toMatch(/1\/3/);
    expect(seen).toContain('slow/tiny-markov');
    expect(seen).toContain(String(service?.type === 'service.starting' ? service.port : null));
    expect(session.sent()).toContain('\u001b[?1049h');
    expect(Math.max(...session.screen().map((line) => line.length))).toBeLessThanOrEqual(size.columns);

    session.type('q');
    await session.ended;
    expect(note('code')).toBe('130');
    expectRestored(opened);
    const left = session.scrollback().join('\n');
    expect(left).toContain('stopped by SIGINT');
    expect(left).toMatch(/^Report {2}logs\/RUN_\d{8}_\d{6}\/report\.xlsx$/m);
    expect(workspace.onDisk.json('run.json')).toMatchObject({ status: 'in_progress', exitCode: 130 });
  });

  it('Ctrl-C stops the run as q does', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report');
    await opened.session.shows('Running LONG');
    opened.session.type('\u0003');
    await opened.session.ended;
    expect(opened.note('code')).toBe('130');
    expectRestored(opened);
    expect(opened.workspace.onDisk.results.map(({ scenario }) => scenario)).toEqual(['QUICK']);
  });

  it('a second q ends everything at once and gives the terminal back', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report', stubbornPlan);
    await opened.session.shows('Running LONG');
    opened.session.type('q');
    await opened.session.shows('q again kills at once');
    opened.session.type('q');
    await opened.session.ended;
    expect(opened.note('code')).toBe('130');
    expectRestored(opened);
    expect([...opened.workspace.left()]).toEqual([]);
  });

  it.for([
    { signal: 'SIGTERM', code: '143' },
    { signal: 'SIGHUP', code: '129' },
  ] as const)('$signal stops the run and gives the terminal back', async ({ signal, code }, test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report');
    await opened.session.shows('Running LONG');
    process.kill(Number(opened.note('pid')), signal);
    await opened.session.ended;
    expect(opened.note('code')).toBe(code);
    expectRestored(opened);
    expect(opened.session.scrollback().join('\n')).toContain(`stopped by ${signal}`);
  });

  it('gives the terminal back even when it is killed, and says where the results are', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report', plan, patiently);
    const { workspace, session, note } = opened;
    await session.shows('Running LONG');
    process.kill(Number(note('pid')), 'SIGKILL');
    await session.shows(`What it recorded is in ${workspace.onDisk.directory}`);
    opened.go();
    await session.ended;
    await workspace.nothingLeft();
    expect(note('code')).toBe('137');
    expectRestored(opened);
    expect(session.scrollback().join('\n')).toContain('Flightdeck was killed; its services are being ended.');
  });

  it.for(['throws', 'rejects'])(
    'gives the terminal back when a bug of its own %s, and reports it',
    async (bug, test) => {
      const importing = `NODE_OPTIONS="--import=${root}tests/fixtures/processes/throws-when-told.mjs" BUG=${bug}`;
      const script: Script = (runner, note) => plainly(`${importing} ${runner}`, note);
      const opened = open(test, { columns: 100, rows: 30 }, '--no-report', plan, script);
      const { workspace, session, note } = opened;
      await session.shows('Running LONG');
      process.kill(Number(note('pid')), 'SIGUSR2');
      await session.ended;
      expect(note('code')).toBe('1');
      expectRestored(opened);
      expect(session.scrollback().join('\n')).toMatch(/met a bug of its own.*\n.*Error: a bug/);
      await workspace.nothingLeft();
      expect(workspace.ledgers()).toEqual([]);
    },
  );

  it('gives the terminal back even when it crashes', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report', plan, patiently);
    const { workspace, session, note } = opened;
    await session.shows('Running LONG');
    process.kill(Number(note('pid')), 'SIGSEGV');
    await session.shows('What it recorded is in');
    opened.go();
    await session.ended;
    expectRestored(opened);
    await workspace.nothingLeft();
  });

  it('is drawn without keys where standard input is no terminal', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report < /dev/null');
    const { session, note } = opened;
    const screen = (await session.shows('Running LONG')).join('\n');
    expect(screen).not.toContain('q stop');
    process.kill(Number(note('pid')), 'SIGINT');
    await session.ended;
    expect(note('code')).toBe('130');
    expectRestored(opened);
  });

  it('gives the terminal to the shell on Ctrl-Z, and comes back with fg', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report', plan, withJobs);
    const { workspace, session, note } = opened;
    await session.shows('Running LONG');
    session.type('\u001a');
    await until(() => note('stopped') !== '', 'the shell to have the terminal');
    expect(note('stopped')).toBe(note('before'));
    const onMainScreen = () =>
      session.sent().lastIndexOf('\u001b[?1049l') > session.sent().lastIndexOf('\u001b[?1049h');
    await until(onMainScreen, 'the main screen');
    opened.go();
    await session.shows(/Running LONG/);
    await workspace.event('notice.raised');
    const started = () => workspace.onDisk.events.flatMap((event) => (event.type === 'trial.started' ? [event] : []));
    await until(() => started().length === 3, 'the test to begin anew');
    session.type('q');
    await session.ended;
    expect(note('code')).toBe('130');
    expectRestored(opened);
    const { results, text } = workspace.onDisk;
    expect(started().map(({ testId, attempt }) => `${testId} ${attempt}`)).toEqual([
      'QUICK[tiny-markov] 1',
      'LONG[tiny-markov] 1',
      'LONG[tiny-markov] 1',
    ]);
    expect(results.map(({ scenario }) => scenario)).toEqual(['QUICK']);
    expect(text('progression.log')).toContain(
      '[INFO] The run was suspended and goes on; LONG[tiny-markov], which was under way, begins anew',
    );
  });

  it('a signal that comes before the dashboard is up is not lost', async (test) => {
    const opened = open(test, { columns: 100, rows: 30 }, '--no-report');
    const begun = (): boolean => {
      const folder = opened.workspace.runFolder();
      return folder !== null && existsSync(join(folder, 'telemetry.jsonl'));
    };
    await until(begun, 'the files of the run');
    process.kill(Number(opened.note('pid')), 'SIGTERM');
    await opened.session.ended;
    expect(opened.note('code')).toBe('143');
    expect(opened.note('after')).toBe(opened.note('before'));
    const { events } = opened.workspace.onDisk;
    expect(events[0]?.type).toBe('run.started');
    expect(events.at(-1)).toMatchObject({ type: 'run.finished', exitCode: 143, status: 'in_progress' });
  });

  it('a run that ends by itself leaves its summary and failures in the scrollback', async (test) => {
    const opened = open(test, { columns: 80, rows: 24 }, '--ids TOOL');
    await opened.session.ended;
    expect(opened.note('code')).toBe('0');
    expectRestored(opened);
    const left = opened.session.scrollback();
    expect(left.some((line) => line.startsWith('PASSED  1 passed of 1 test'))).toBe(true);
    expect(left.at(-1)).toMatch(/^Report {2}logs\/RUN_\d{8}_\d{6}\/report\.xlsx$/);
  });

  it('keeps up with a terminal that changes its size', async (test) => {
    const { session } = open(test, { columns: 140, rows: 40 }, '--no-report');
    await session.shows('Running LONG');
    session.resize(60, 16);
    await session.shows(/^.{0,60}$/m);
    await until(
      () => session.screen().every((line) => line.length <= 60) && session.screen().length === 16,
      'the new size',
    );
    await session.shows('Running LONG');
    session.type('q');
    await session.ended;
  });
});
