// The smallest client of a streamed answer: node:http, a kept connection, and the time of each packet taken before anything
// else. What is in the packets is looked at only after the last one.
import { Agent, request } from 'node:http';
import { monotonicMs } from './timing/clock.ts';

export interface BareClient {
  /** Sends one request and reads the whole answer. */
  ask(): Promise<BareAnswer>;
  close(): void;
}

export interface BareAnswer {
  /** Just before the body is written. */
  readonly sentAt: number;
  readonly packets: readonly { readonly at: number; readonly bytes: Buffer }[];
}

export const chatBody = {
  messages: [{ role: 'user', content: 'Say something' }],
  stream: true,
  stream_options: { include_usage: true },
  max_tokens: 128,
} as const;

export function bareClient(url: string, fields: object = { model: 'm', ...chatBody }): BareClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify(fields);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return {
    ask: () =>
      new Promise((resolve, reject) => {
        const asked = request(url, { method: 'POST', agent, headers });
        const packets: { at: number; bytes: Buffer }[] = [];
        asked.on('error', reject);
        asked.on('response', (response) => {
          response.on('data', (bytes: Buffer) => packets.push({ at: monotonicMs(), bytes }));
          response.on('end', () => resolve({ sentAt, packets }));
          response.on('error', reject);
        });
        const sentAt = monotonicMs();
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}
