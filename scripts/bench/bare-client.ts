// The smallest client of a streaming chat: node:http, a kept connection, the time of the first data.
import { Agent, request } from 'node:http';

export interface BareClient {
  /** Sends one chat request and reads the whole answer. */
  ask(): Promise<BareTimes>;
  close(): void;
}

export interface BareTimes {
  /** From just before the body is written to the first data event that holds content. */
  readonly firstMs: number;
  readonly totalMs: number;
}

const body = JSON.stringify({
  model: 'm',
  messages: [{ role: 'user', content: 'Say something' }],
  stream: true,
  stream_options: { include_usage: true },
  max_tokens: 128,
});

export function bareClient(url: string): BareClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        const asked = request(`${url}/v1/chat/completions`, { method: 'POST', agent, headers });
        let sentAt = 0;
        let firstAt = 0;
        asked.on('error', reject);
        asked.on('response', (response) => {
          response.on('data', () => {
            if (firstAt === 0) firstAt = performance.now();
          });
          response.on('end', () => resolve({ firstMs: firstAt - sentAt, totalMs: performance.now() - sentAt }));
        });
        sentAt = performance.now();
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
