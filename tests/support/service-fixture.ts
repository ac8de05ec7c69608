// Starts a fake service of tests/fixtures/services as a process of its own, and proves at the end that it is gone.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished, type TestContext } from 'vitest';
import * as z from 'zod';

export interface ServiceFixture {
  readonly url: string;
  readonly pid: number;
  /** Ends it before the test does. */
  stop(): Promise<void>;
}

/** It listens when this resolves, and is ended with the test; a concurrent test gives its own context. */
export async function serviceFixture(
  name: string,
  test: Pick<TestContext, 'onTestFinished'> = { onTestFinished },
): Promise<ServiceFixture> {
  const file = fileURLToPath(new URL(`../fixtures/services/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const exited = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    if (isAlive(pid)) throw new Error(`${name} is still there`);
  };
  test.onTestFinished(stop);
  const [line] = await once(createInterface(child.stdout), 'line');
  const { port } = z.object({ port: z.int() }).parse(JSON.parse(z.string().parse(line)));
  return { url: `http://127.0.0.1:${port}`, pid, stop };
}

/** What has ended and was not yet waited for by its parent is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/^\d+ \(.*\) [ZX] /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // ESRCH or ENOENT: there is no such process
  }
}
