// Starts a service for the length of a benchmark; one of the fakes of tests/fixtures/services, or a program of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** `work` gets the base URL; the service is gone afterwards. */
export function withService<T>(name: string, work: (url: string) => Promise<T>): Promise<T> {
  const file = fileURLToPath(new URL(`../../tests/fixtures/services/${name}.ts`, import.meta.url));
  return withProgram([file, '--port', '0'], work);
}

/** The program prints {"port":N} once it listens. */
export async function withProgram<T>(args: readonly string[], work: (url: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const { port } = z.object({ port: z.int() }).parse(JSON.parse(z.string().parse(line)));
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
  }
}
