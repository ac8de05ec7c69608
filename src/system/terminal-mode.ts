// The line mode of a terminal, noted and given back by `stty`, so that another process than the one that changed it can do it.
import { spawnSync } from 'node:child_process';

/** In a form that `restoreTerminal` takes; null where `descriptor` is no terminal. */
export function terminalMode(descriptor: number): string | null {
  const mode = stty(descriptor, ['-g']);
  return mode === null || mode === '' ? null : mode;
}

/**
 * Gives back a terminal that a full-screen program left behind: main screen, visible cursor, plain colours, and the line
 * mode, unless somebody has set that already: a shell takes its own as soon as it is in the foreground again.
 */
export function restoreTerminal(descriptor: number, mode: string, write: (text: string) => void): void {
  write('\u001b[?1049l\u001b[?25h\u001b[0m');
  const words = stty(descriptor, ['-a'])?.split(/[\s;]+/) ?? [];
  // Line editors of shells read single characters too, but none of them takes Ctrl-C away from the terminal.
  if (words.includes('-icanon') && words.includes('-isig')) stty(descriptor, [mode]);
}

function stty(descriptor: number, args: readonly string[]): string | null {
  const { status, stdout } = spawnSync('stty', args, {
    stdio: [descriptor, 'pipe', 'ignore'],
    encoding: 'utf8',
    timeout: 2000,
  });
  return status === 0 ? stdout.trim() : null;
}
