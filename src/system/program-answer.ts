// What a program says that is asked one thing and then ends, such as its version. A broken one can hang, print without end,
// or leave children that hold its output open; nobody waits for any of that.
import { type ChildProcess, spawn } from 'node:child_process';
import { ProcessTree } from './process-tree.ts';
import { identify } from './processes.ts';
import { signalProcess } from './signals.ts';

export type ProgramAnswer =
  | {
      readonly kind: 'ended';
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** By us, with its children; what it was to do may still happen. */
  | { readonly kind: 'broken-off'; readonly why: string }
  | { readonly kind: 'not-started'; readonly why: string };

const mostBytes = 4 * 1024 * 1024;
const abandoned = 'nobody waits for it any more';
/** What was printed has arrived by then, unless somebody else holds the output open. */
const drainMs = 500;

/** `path` is absolute. An abort of `signal` breaks it off. */
export function answerOf(
  path: string,
  args: readonly string[],
  limitMs: number,
  signal?: AbortSignal,
): Promise<ProgramAnswer> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve({ kind: 'not-started', why: abandoned });
    const child = spawn(path, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const root = child.pid === undefined ? null : identify(child.pid);
    const settle = (answer: ProgramAnswer): void => {
      for (const timer of [limit, drain]) clearTimeout(timer);
      signal?.removeEventListener('abort', abandon);
      letGo(child);
      resolve(answer);
    };
    const breakOff = (why: string): void => {
      if (root !== null) killTree(new ProcessTree({ root, tag: [] }));
      settle({ kind: 'broken-off', why });
    };
    const abandon = (): void => breakOff(abandoned);
    signal?.addEventListener('abort', abandon);
    const tooMuch = (): void => breakOff(`it printed more than ${mostBytes} bytes`);
    const [stdout, stderr] = [collect(child.stdout, tooMuch), collect(child.stderr, tooMuch)];
    const end = (): void => {
      const { exitCode, signalCode: signal } = child;
      settle({ kind: 'ended', exitCode, signal, stdout: stdout(), stderr: stderr() });
    };
    const limit = setTimeout(() => breakOff(`it took longer than ${limitMs / 1000} s`), limitMs);
    let drain: NodeJS.Timeout | undefined;
    child.on('error', (error) => settle({ kind: 'not-started', why: error.message }));
    child.on('exit', () => {
      drain = setTimeout(end, drainMs);
    });
    child.on('close', end);
  });
}

/** There is no stream where there were no descriptors left to start it with. */
function collect(stream: NodeJS.ReadableStream | undefined, tooMuch: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > mostBytes) tooMuch();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killTree(tree: ProcessTree): void {
  for (const entry of tree.members(false)) signalProcess(entry, 'SIGKILL');
}

/** From here on it does not keep this program from ending, whatever becomes of it. */
export function letGo(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
  child.unref();
}
