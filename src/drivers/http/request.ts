// One POST request. t0 is taken just before the body is written, and the first thing that is done with an answer is to take
// the time. It always settles: with what `receive` makes of the answer, when the connection breaks before one, or when the
// task is interrupted.
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TaskLimits } from '../limits.ts';
import type { Connection } from './connections.ts';

export interface Post {
  readonly connection: Connection;
  /** Behind the prefix of the connection. */
  readonly path: string;
  readonly contentType: string;
  readonly accept: string;
  readonly apiKey: string | null;
  readonly body: string | Uint8Array;
}

/** Monotonic milliseconds. */
export interface RequestTimes {
  sentAt: number;
  headersAt: number | null;
}

export type NoAnswer =
  /** Before an answer began. */
  { readonly kind: 'disconnected'; readonly error: Error } | { readonly kind: 'interrupted' };

/** Follows an answer, whatever its status; `finish` settles the request, also when it comes more than once. */
export type Receive<End> = (response: IncomingMessage, finish: (end: End) => void) => void;

/** A kept connection can be closed by the server in the moment of its reuse; that request was never read, so it is sent again. */
export async function send<End>(
  post: Post,
  times: RequestTimes,
  limits: TaskLimits,
  receive: Receive<End>,
): Promise<End | NoAnswer> {
  const first = await attempt(post, times, limits, receive);
  return first.stale ? (await attempt(post, times, limits, receive)).end : first.end;
}

interface Attempt<End> {
  readonly end: End | NoAnswer;
  readonly stale: boolean;
}

function attempt<End>(
  post: Post,
  times: RequestTimes,
  limits: TaskLimits,
  receive: Receive<End>,
): Promise<Attempt<End>> {
  return new Promise((resolve) => {
    const { connection, body } = post;
    const request = connection.request({ ...connection.base, ...requestLine(post) });
    const heardAt = lastHeard(request);
    const finish = (end: End | NoAnswer, stale = false): void => {
      limits.signal.removeEventListener('abort', interrupted);
      resolve({ end, stale });
    };
    const interrupted = (): void => {
      limits.cutOff(connection.url, performance.now() - Math.max(times.sentAt, heardAt()));
      finish({ kind: 'interrupted' });
      request.destroy();
    };
    // It stays attached after the end: destroying a request can raise an error that nobody waits for.
    request.on('error', (error) => finish({ kind: 'disconnected', error }, isStale(request, error, times)));
    if (limits.signal.aborted) {
      finish({ kind: 'interrupted' });
      request.destroy();
      return;
    }
    limits.signal.addEventListener('abort', interrupted);
    request.on('response', (response) => {
      times.headersAt = performance.now();
      receive(response, finish);
    });
    times.sentAt = performance.now();
    request.end(body);
  });
}

/** When the last byte of any kind came; long ago where none did. */
function lastHeard(request: ClientRequest): () => number {
  let at = Number.NEGATIVE_INFINITY;
  const stamp = (): void => {
    at = performance.now();
  };
  request.once('socket', (socket) => {
    socket.on('data', stamp);
    request.once('close', () => socket.off('data', stamp));
  });
  return () => at;
}

function requestLine({ connection, path, contentType, accept, apiKey, body }: Post) {
  return {
    method: 'POST',
    path: connection.prefix + path,
    headers: {
      'content-type': contentType,
      'content-length': Buffer.byteLength(body),
      accept,
      'accept-encoding': 'identity',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    },
  };
}

/** The news of a closed connection takes one way there and back; whatever comes later ended a request that was read. */
const staleMs = 1000;

function isStale(request: ClientRequest, error: Error, times: RequestTimes): boolean {
  const code = 'code' in error ? error.code : undefined;
  const early = times.headersAt === null && performance.now() - times.sentAt < staleMs;
  return request.reusedSocket && early && (code === 'ECONNRESET' || code === 'EPIPE');
}
