// Starts the built-in model service as the product does, and proves at the end that it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { isAlive } from './service-fixture.ts';
import { until } from './until.ts';

const program = fileURLToPath(new URL('../../src/builtin/tiny-markov/server.ts', import.meta.url));

export interface TinyMarkov {
  readonly url: string;
  readonly pid: number;
  /** Standard error so far. */
  log(): string;
  /** Resolves with exit code and signal. */
  readonly exited: Promise<readonly unknown[]>;
}

export async function tinyMarkov(...args: readonly string[]): Promise<TinyMarkov> {
  const child = spawn(process.execPath, [program, '--port', '0', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error('tiny-markov could not be started');
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    if (isAlive(pid)) throw new Error('tiny-markov is still there');
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const url = await until(() => /listening on (\S+)/.exec(log)?.[1], 'tiny-markov to listen');
  return { url, pid, log: () => log, exited };
}
