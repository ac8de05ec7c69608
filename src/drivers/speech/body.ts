// A body that is kept whole, with the time at which each packet of it came. Nothing looks at the bytes before the last one
// is there, so that reading them never moves a timestamp.
import { arrivals } from '../http/arrivals.ts';
import { collect } from '../http/collect.ts';
import { type NoAnswer, type Post, type RequestTimes, send } from '../http/request.ts';
import type { TaskLimits } from '../limits.ts';

/** All times are monotonic milliseconds of one clock. */
export interface Packet {
  readonly at: number;
  /** Bytes of the body up to and with this packet. */
  readonly end: number;
}

export class Body implements RequestTimes {
  sentAt = performance.now();
  headersAt: number | null = null;
  endAt: number | null = null;
  contentType = '';
  size = 0;
  readonly packets: Packet[] = [];
  readonly #chunks: Buffer[] = [];

  /** One packet can be handed out in several parts. */
  push(bytes: Buffer, at: number): void {
    this.size += bytes.length;
    if (this.packets.at(-1)?.at === at) this.packets.pop();
    this.packets.push({ at, end: this.size });
    this.#chunks.push(bytes);
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

type BodyEnd =
  | { readonly kind: 'whole' }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string }
  /** In the middle of the body. */
  | { readonly kind: 'broken' }
  | { readonly kind: 'too-long'; readonly limitBytes: number };

export type Received = BodyEnd | NoAnswer;

export function receive(post: Post, body: Body, limits: TaskLimits, limitBytes: number): Promise<Received> {
  return send<BodyEnd>(post, body, limits, (response, finish) => {
    body.contentType = response.headers['content-type'] ?? '';
    if (response.statusCode !== 200) {
      collect(response, (said) => finish({ kind: 'refused', status: response.statusCode ?? 0, body: said }));
      return;
    }
    const arrivedAt = arrivals(response);
    response.on('data', (bytes: Buffer) => {
      body.push(bytes, arrivedAt());
      if (body.size > limitBytes) {
        finish({ kind: 'too-long', limitBytes });
        response.destroy();
      }
    });
    response.on('end', () => {
      body.endAt = performance.now();
      finish({ kind: 'whole' });
    });
    // Without `end` before it: the connection broke.
    response.on('error', () => undefined);
    response.on('close', () => finish({ kind: 'broken' }));
  });
}
