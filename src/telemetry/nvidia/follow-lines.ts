// One run of a program that is to go on printing lines until it is told to stop. It may end, or fall silent: then it is killed.
import { execa } from 'execa';
import { letGo } from '../../system/program-answer.ts';
import { endedInTime } from '../ending.ts';

export interface Following {
  readonly path: string;
  readonly args: readonly string[];
  /** Silence after which it counts as hung. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** Also lines of stderr: programs differ in where they complain. */
  readonly onLines: (lines: readonly string[]) => void;
}

export interface LineEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly hung: boolean;
  /** It was killed and is still there. */
  readonly stuck: boolean;
}

const longestLine = 4096;

export async function followLines({ path, args, silenceMs, signal, onLines }: Following): Promise<LineEnd> {
  const child = execa(path, args, {
    stdin: 'ignore',
    buffer: false,
    reject: false,
    cancelSignal: signal,
    killSignal: 'SIGKILL',
  });
  const over = Promise.withResolvers<'kill'>();
  const giveUp = (): void => over.resolve('kill');
  const timer = setTimeout(giveUp, silenceMs);
  signal.addEventListener('abort', giveUp, { once: true });
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      timer.refresh();
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, longestLine);
      onLines(lines);
    });
  }
  const hung = (await Promise.race([child, over.promise])) === 'kill';
  clearTimeout(timer);
  signal.removeEventListener('abort', giveUp);
  if (hung) child.kill();
  if (hung && !(await endedInTime(child))) {
    letGo(child.nodeChildProcess);
    return { exitCode: null, signal: null, hung, stuck: true };
  }
  const { exitCode, signal: endedBy } = await child;
  return { exitCode: exitCode ?? null, signal: endedBy ?? null, hung, stuck: false };
}
