// The program in a real pseudo-terminal, started by a shell as by a person, with the screen rebuilt from what it sends.
import * as pty from '@lydell/node-pty';
import headless from '@xterm/headless';
import type { TestEnd } from './runner.ts';
import { until } from './until.ts';

export interface TerminalSession {
  /** Rows of what is seen now. */
  screen(): readonly string[];
  /** Rows of the scrollback and of what is seen, without those that are empty. */
  scrollback(): readonly string[];
  /** Everything that was sent, as it was sent. */
  sent(): string;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  /** As when its window is closed: whoever is on it is hung up on, and can neither read nor write. */
  close(): void;
  /** Waits until the screen shows what is wanted. */
  shows(wanted: string | RegExp): Promise<readonly string[]>;
  /** The end of the shell. */
  readonly ended: Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface TerminalCommand {
  /** For `/bin/sh -c`. */
  readonly line: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

export function openTerminal(
  test: TestEnd,
  { columns, rows }: TerminalSize,
  command: TerminalCommand,
): TerminalSession {
  const size = { cols: columns, rows };
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true, scrollback: 5000 });
  const env = { ...command.env, TERM: 'xterm-256color', FORCE_COLOR: '1', CI: 'false' };
  const child = pty.spawn('/bin/sh', ['-c', command.line], { ...size, cwd: command.cwd, env });
  let sent = '';
  child.onData((data) => {
    sent += data;
    terminal.write(data);
  });
  let over = false;
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => {
      over = true;
      // What was sent last is drawn in the next turn.
      terminal.write('', resolve);
    });
  });
  test.onTestFinished(async () => {
    if (!over) child.kill('SIGKILL');
    await ended;
    terminal.dispose();
  });
  const lines = (from: number, to: number): readonly string[] =>
    Array.from(
      { length: to - from },
      (_, row) => terminal.buffer.active.getLine(from + row)?.translateToString(true) ?? '',
    );
  const screen = (): readonly string[] => {
    const { viewportY } = terminal.buffer.active;
    return lines(viewportY, viewportY + terminal.rows);
  };
  const shows = (wanted: string | RegExp) => (): readonly string[] | null => {
    const seen = screen();
    const text = seen.join('\n');
    return (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)) ? seen : null;
  };
  return {
    screen,
    scrollback: () => lines(0, terminal.buffer.active.length).filter((line) => line !== ''),
    sent: () => sent,
    type: (keys) => child.write(keys),
    resize(cols, lineCount) {
      child.resize(cols, lineCount);
      terminal.resize(cols, lineCount);
    },
    close() {
      // What the types leave out: the other end of the terminal is closed.
      if ('destroy' in child && typeof child.destroy === 'function') child.destroy();
    },
    shows: (wanted) => until(shows(wanted), `${wanted} on the screen:\n${screen().join('\n')}`),
    ended,
  };
}
