import { createServer, type ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { type LinesOutcome, postForLines } from '../../src/system/http-lines.ts';

interface Followed {
  readonly lines: readonly string[];
  readonly outcome: LinesOutcome;
}

async function follow(answer: (response: ServerResponse, body: string) => void, stallMs = 20_000): Promise<Followed> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    answer(response, body);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const lines: string[] = [];
  const { signal } = new AbortController();
  const url = `http://127.0.0.1:${port}/`;
  const outcome = await postForLines({ url, json: { a: 1 }, stallMs, signal, onLine: (line) => lines.push(line) });
  return { lines, outcome };
}

it('gives whole lines, however the bytes came, and the last one without its line feed', async () => {
  const { lines, outcome } = await follow((response, body) => {
    const bytes = Buffer.from(`${body}\n\n"ä"\nlast`);
    for (const byte of bytes) response.write(Buffer.from([byte]));
    response.end();
  });
  expect(lines).toEqual(['{"a":1}', '"ä"', 'last']);
  expect(outcome).toEqual({ kind: 'ended', status: 200 });
});

it('gives the lines of a refusal too', async () => {
  const { lines, outcome } = await follow((response) => response.writeHead(400).end('{"error":"no"}'));
  expect({ lines, outcome }).toEqual({ lines: ['{"error":"no"}'], outcome: { kind: 'ended', status: 400 } });
});

it('gives up when nothing comes for too long', async () => {
  const { lines, outcome } = await follow((response) => void response.write('first\nhalf'), 200);
  expect({ lines, outcome }).toEqual({ lines: ['first'], outcome: { kind: 'stalled' } });
});

it('keeps no line that has no end', async () => {
  const { outcome } = await follow((response) => void response.write('x'.repeat(1_100_000)));
  expect(outcome).toEqual({ kind: 'broken', message: 'it sent a line of more than 1048576 bytes' });
});

it('ends when the answer goes on in another protocol', async () => {
  const { outcome } = await follow((response) => {
    response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' }).end();
  });
  expect(outcome).toEqual({ kind: 'broken', message: 'the connection was closed without an answer' });
});
