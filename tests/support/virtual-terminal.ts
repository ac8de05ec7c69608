// A terminal in memory: what a program writes to `stdout` becomes a screen, what is typed arrives at `stdin`.
import { PassThrough, Writable } from 'node:stream';
import headless from '@xterm/headless';

export interface VirtualTerminal {
  readonly stdout: Writable & { columns: number; rows: number; isTTY: boolean };
  readonly stdin: PassThrough & { isTTY: boolean };
  /** Everything that was written, as it was written. */
  written(): string;
  /** The rows of the screen, once all that was written has been drawn. */
  screen(): Promise<string[]>;
  type(keys: string): void;
  resize(columns: number, rows: number): void;
  readonly terminal: InstanceType<typeof headless.Terminal>;
}

export function createVirtualTerminal(columns: number, rows: number, keyboard = true): VirtualTerminal {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, convertEol: true });
  const chunks: string[] = [];
  const sink = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      const text = String(chunk);
      chunks.push(text);
      terminal.write(text);
      done(); // what is written is to be seen in `written` at once, however busy the emulator is
    },
  });
  const stdout = Object.assign(sink, { columns, rows, isTTY: true });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: keyboard,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  return {
    stdout,
    stdin,
    terminal,
    written: () => chunks.join(''),
    async screen() {
      await new Promise<void>((resolve) => terminal.write('', resolve));
      const buffer = terminal.buffer.active;
      return Array.from({ length: terminal.rows }, (_, row) =>
        (buffer.getLine(buffer.viewportY + row)?.translateToString(false, 0, terminal.cols) ?? '').trimEnd(),
      );
    },
    type: (keys) => void stdin.write(keys),
    resize(cols, lines) {
      terminal.resize(cols, lines);
      Object.assign(stdout, { columns: cols, rows: lines });
      stdout.emit('resize');
    },
  };
}
