// Starts one of the fake services of tests/fixtures/services for the length of a benchmark.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** `work` gets the base URL; the service is gone afterwards. */
export async function withService<T>(name: string, work: (url: string) => Promise<T>): Promise<T> {
  const file = fileURLToPath(new URL(`../../tests/fixtures/services/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const { port } = z.object({ port: z.int() }).parse(JSON.parse(z.string().parse(line)));
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    child.kill('SIGKILL');
  }
}
