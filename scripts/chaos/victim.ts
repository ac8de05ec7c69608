// One real run in a pseudo-terminal, in a shell with job control as a person has it, with what it announced there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import * as pty from '@lydell/node-pty';
import headless from '@xterm/headless';
import { identify, isAlive, type ProcessIdentity } from '../../src/system/processes.ts';

export interface Victim {
  /** Its pid; null before it is there and after it has ended. */
  runner(): number | null;
  /** Test ids that the screen or standard output has told of so far. */
  announced(): ReadonlySet<string>;
  closeTerminal(): void;
  fillDisk(): void;
  /** What the terminal still owes to whoever sits before it; empty where it is as it was before. */
  readonly owed: () => readonly string[];
  /** Lets the shell look at the terminal and end. */
  readonly leave: () => Promise<void>;
  /** Whether the runner has ended. */
  readonly isOver: () => boolean;
}

export interface VictimOptions {
  readonly directory: string;
  readonly plan: string;
  readonly logs: string;
  readonly reporter: 'tui' | 'plain' | 'json';
  readonly env: NodeJS.ProcessEnv;
  fillDisk(): void;
}

export const runnerProgram = fileURLToPath(new URL('../runner', import.meta.url));
const size = { cols: 120, rows: 40 };
/** The last that the shell says. */
const farewell = 'the shell has left';
const drainMs = 5000;

export function startVictim({ directory, plan, logs, reporter, env, fillDisk }: VictimOptions): Victim {
  const note = (name: string): string => join(directory, name);
  const process = identityIn(note('pid'));
  const noted = (name: string): string => (existsSync(note(name)) ? readFileSync(note(name), 'utf8').trim() : '');
  const start = `echo $$ > ${note('pid')}; exec ${runnerProgram} ${plan} --logs-dir ${logs} --reporter ${reporter} --no-report`;
  const waitFor = `until [ -e ${note('go')} ]; do sleep 0.05; done`;
  // A shell that is hung up ends at once; any other looks at the terminal when it is told to, also where its job ended by SIGINT.
  const line = `trap : INT; set -m; stty -a > ${note('before')}; sh -c '${start}'; echo $? > ${note('code')}; ${waitFor}; stty -a > ${note('after')}; echo ${farewell}; until [ -e ${note('heard')} ]; do sleep 0.05; done`;
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true, scrollback: 1000 });
  const shell = pty.spawn('/bin/sh', ['-c', line], { ...size, cwd: directory, env });
  const itself = identify(shell.pid) ?? { pid: shell.pid, startTime: 'it has ended' };
  const announced = new Set<string>();
  let sent = '';
  const take = (text: string): void => {
    for (const id of announcedIn(text)) announced.add(id);
  };
  shell.onData((data) => {
    sent += data;
    terminal.write(data, () => {
      if (reporter === 'tui') for (const row of rowsOf(terminal)) take(row);
    });
  });
  const ended = new Promise<void>((resolve) => {
    shell.onExit(() => resolve());
  });
  return {
    runner() {
      const runner = process();
      return runner !== null && isAlive(runner) ? runner.pid : null;
    },
    announced() {
      if (reporter !== 'tui') for (const row of sent.split('\n').slice(0, -1)) take(row);
      return announced;
    },
    closeTerminal: () => close(shell),
    fillDisk,
    isOver() {
      const runner = process();
      // A shell that is hung up very early has not even begun the runner.
      return runner === null ? !isAlive(itself) : !isAlive(runner);
    },
    owed: () => debts(sent, noted('before'), noted('after')),
    async leave() {
      writeFileSync(note('go'), '');
      // What a terminal still holds when its last process ends can be lost.
      for (const from = performance.now(); !sent.includes(farewell) && performance.now() - from < drainMs; )
        await pause(20);
      writeFileSync(note('heard'), '');
      await ended;
    },
  };
}

/** What a shell noted in a file, as soon as it is there. */
function identityIn(path: string): () => ProcessIdentity | null {
  let found: ProcessIdentity | null = null;
  return () => {
    const text = found === null && existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (text.endsWith('\n')) found = identify(Number(text)) ?? { pid: Number(text), startTime: 'it has ended' };
    return found;
  };
}

/** Our end of the terminal goes, as when a window is closed. The library has a way that its types do not tell of. */
function close(shell: object): void {
  if (!('destroy' in shell) || typeof shell.destroy !== 'function') throw new Error('a terminal cannot be closed here');
  shell.destroy();
}

function debts(sent: string, before: string, after: string): readonly string[] {
  const isLast = (given: string, taken: string): boolean => sent.lastIndexOf(given) >= sent.lastIndexOf(taken);
  return [
    ...(isLast('\u001b[?1049l', '\u001b[?1049h') ? [] : ['the main screen']),
    ...(isLast('\u001b[?25h', '\u001b[?25l') ? [] : ['the cursor']),
    ...(before === after ? [] : ['the line mode']),
  ];
}

/** In a line of any reporter; only passed ones, which look like nothing else. */
function announcedIn(text: string): readonly string[] {
  const plain = stripVTControlCharacters(text);
  const json = /"type":"trial\.finished","result":\{"testId":"([^"]+)"/.exec(plain)?.[1];
  const line = /^ +PASS \[[ \d.]+s\] (\S+)/.exec(plain)?.[1];
  const log = /✓ Scenario (\S+): PASSED/.exec(plain)?.[1];
  return [json, line, log].filter((id) => id !== undefined);
}

function rowsOf({ buffer: { active }, rows }: InstanceType<typeof headless.Terminal>): string[] {
  return Array.from(
    { length: rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
  );
}
