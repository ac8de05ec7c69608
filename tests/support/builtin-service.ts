// Starts a built-in model service as the product does, and proves at the end that it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { isAlive } from './service-fixture.ts';
import { until } from './until.ts';

export interface BuiltinServer {
  readonly url: string;
  readonly pid: number;
  /** Standard error so far. */
  log(): string;
  /** Resolves with exit code and signal. */
  readonly exited: Promise<readonly unknown[]>;
}

export type BuiltinName = 'tiny-markov' | 'modem-tts' | 'modem-stt' | 'pixel-vlm';

export async function builtinService(name: BuiltinName, ...args: readonly string[]): Promise<BuiltinServer> {
  const program = fileURLToPath(new URL(`../../src/builtin/${name}/server.ts`, import.meta.url));
  const child = spawn(process.execPath, [program, '--port', '0', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    if (isAlive(pid)) throw new Error(`${name} is still there`);
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const url = await until(() => /listening on (\S+)/.exec(log)?.[1], `${name} to listen`);
  return { url, pid, log: () => log, exited };
}
