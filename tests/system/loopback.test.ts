import { createServer } from 'node:net';
import getPort from 'get-port';
import { expect, it, onTestFinished } from 'vitest';
import { withLoopbackAddress } from '../../src/system/loopback.ts';

async function listensOn(host: string, port: number): Promise<void> {
  const server = createServer((socket) => socket.destroy());
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen({ port, host }, resolve));
}

it('takes 127.0.0.1 for localhost, and ::1 only where it alone answers', async () => {
  const port = await getPort({ host: '127.0.0.1' });
  const url = `http://localhost:${port}/a?b`;
  expect(await withLoopbackAddress(url)).toBe(url);
  await listensOn('::1', port);
  expect(await withLoopbackAddress(url)).toBe(`http://[::1]:${port}/a?b`);
  await listensOn('127.0.0.1', port);
  expect(await withLoopbackAddress(url)).toBe(`http://127.0.0.1:${port}/a?b`);
  expect(await withLoopbackAddress(`http://localhost:${port}`)).toBe(`http://127.0.0.1:${port}`);
});

it('leaves other hosts alone, and the name that a certificate is for', async () => {
  for (const url of ['http://example.org:8000/x', 'https://localhost:9', 'http://[::1]:9']) {
    expect(await withLoopbackAddress(url)).toBe(url);
  }
});
