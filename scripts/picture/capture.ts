// Runs a program in a pseudo-terminal until its screen shows what is wanted, draws that screen, and ends the program.
import * as pty from '@lydell/node-pty';
import headless, { type Terminal } from '@xterm/headless';

export interface Capture<T> {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly columns: number;
  readonly rows: number;
  readonly wanted: (rows: readonly string[]) => boolean;
  /** Called once, between two frames. */
  readonly draw: (terminal: Terminal) => T;
}

const longestMs = 300_000;
/** Ends a frame: the terminal may show what it was sent since the last one. */
const endOfFrame = '\u001b[?2026l';

/** Rejects when the program ends, or five minutes pass, before the screen was seen. */
export async function captureScreen<T>({ file, args, cwd, columns, rows, wanted, draw }: Capture<T>): Promise<T> {
  const size = { cols: columns, rows };
  const terminal = new headless.Terminal({ ...size, allowProposedApi: true });
  const env = { ...process.env, TERM: 'xterm-256color', FORCE_COLOR: '1', CI: 'false' };
  const child = pty.spawn(file, [...args], { ...size, cwd, env });
  const ended = new Promise<void>((resolve) => {
    child.onExit(() => resolve());
  });
  let seen = false;
  const drawn = new Promise<T>((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('the screen was not seen in time')), longestMs);
    child.onData((data) => {
      if (seen) return;
      terminal.write(data, () => {
        if (seen || !data.endsWith(endOfFrame) || !wanted(rowsOf(terminal))) return;
        seen = true;
        resolve(draw(terminal));
      });
    });
    void ended.then(() => {
      clearTimeout(limit);
      reject(new Error(`the program ended before the screen was seen; it left:\n${rowsOf(terminal).join('\n')}`));
    });
  });
  try {
    return await drawn;
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

function rowsOf(terminal: Terminal): string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '',
  );
}
