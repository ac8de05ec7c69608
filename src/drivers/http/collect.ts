// The beginning of a body that only explains something, for example of a refusal.
import type { IncomingMessage } from 'node:http';

const longestExplanation = 64 * 1024;

export function collect(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (bytes: Buffer) => {
    chunks.push(bytes);
    size += bytes.length;
    if (size > longestExplanation) response.destroy();
  });
  // What came before a broken connection is still the best explanation.
  response.on('error', () => undefined);
  response.on('close', () => done(Buffer.concat(chunks).toString()));
}
