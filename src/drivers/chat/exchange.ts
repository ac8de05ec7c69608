// One request and its streamed answer. The first thing that a data callback does is to take the time; t0 is taken just
// before the body is written. It always settles: with a whole answer, with a fault, or when the task is interrupted.
import type { ClientRequest, IncomingMessage } from 'node:http';
import type { TaskLimits } from '../limits.ts';
import type { Answer } from './answer.ts';
import type { ChatApi } from './chat-api.ts';
import type { Connection } from './connections.ts';

export interface Call {
  readonly api: ChatApi;
  readonly connection: Connection;
  readonly apiKey: string | null;
  readonly body: string;
}

export type ExchangeEnd =
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string }
  | { readonly kind: 'not-streamed'; readonly contentType: string; readonly body: string }
  /** The answer's `fault` says what. */
  | { readonly kind: 'faulty' }
  | { readonly kind: 'disconnected'; readonly error: Error }
  | { readonly kind: 'interrupted' };

/** How long a server may hold a connection open after the end of its answer before the connection is given up. */
const tailMs = 100;
const longestErrorBody = 64 * 1024;

/** A kept connection can be closed by the server in the moment of its reuse; that request was never read, so it is sent again. */
export async function exchange(call: Call, answer: Answer, limits: TaskLimits): Promise<ExchangeEnd> {
  const first = await attempt(call, answer, limits);
  return first.stale ? (await attempt(call, answer, limits)).end : first.end;
}

interface Attempt {
  readonly end: ExchangeEnd;
  readonly stale: boolean;
}

function attempt(call: Call, answer: Answer, limits: TaskLimits): Promise<Attempt> {
  return new Promise((resolve) => {
    const { connection, api } = call;
    const request = connection.request({ ...connection.base, ...requestLine(call) });
    const finish = (end: ExchangeEnd, stale = false): void => {
      limits.signal.removeEventListener('abort', interrupted);
      resolve({ end, stale });
    };
    const interrupted = (): void => {
      finish({ kind: 'interrupted' });
      request.destroy();
    };
    // It stays attached after the end: destroying a request can raise an error that nobody waits for.
    request.on('error', (error) => finish({ kind: 'disconnected', error }, isStale(request, error, answer)));
    if (limits.signal.aborted) {
      interrupted();
      return;
    }
    limits.signal.addEventListener('abort', interrupted);
    request.on('response', (response) => {
      answer.headersAt = performance.now();
      const contentType = response.headers['content-type'] ?? '';
      if (response.statusCode !== 200) {
        collect(response, (body) => finish({ kind: 'refused', status: response.statusCode ?? 0, body }));
      } else if (!api.streams(contentType)) {
        collect(response, (body) => finish({ kind: 'not-streamed', contentType, body }));
      } else {
        follow(response, api, answer, finish);
      }
    });
    answer.sentAt = performance.now();
    request.end(call.body);
  });
}

function requestLine({ api, connection, apiKey, body }: Call) {
  return {
    method: 'POST',
    path: connection.prefix + api.path,
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      accept: api.accept,
      'accept-encoding': 'identity',
      ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
    },
  };
}

function isStale(request: ClientRequest, error: Error, answer: Answer): boolean {
  const code = 'code' in error ? error.code : undefined;
  return request.reusedSocket && answer.headersAt === null && (code === 'ECONNRESET' || code === 'EPIPE');
}

function follow(response: IncomingMessage, api: ChatApi, answer: Answer, finish: (end: ExchangeEnd) => void): void {
  const decoder = api.decoder(answer);
  let tail: NodeJS.Timeout | null = null;
  const conclude = (): void => {
    if (tail !== null) clearTimeout(tail);
    finish(answer.fault === null ? { kind: 'answered' } : { kind: 'faulty' });
  };
  response.on('data', (bytes: Buffer) => {
    answer.at = performance.now();
    if (answer.over) return;
    decoder.push(bytes);
    if (answer.fault !== null) {
      conclude();
      response.destroy();
    } else if (answer.endAt !== null) {
      tail = setTimeout(() => response.destroy(), tailMs);
    }
  });
  response.on('end', () => {
    answer.at = performance.now();
    if (!answer.over) decoder.end();
    if (!answer.over) answer.closed(api.endMark);
    conclude();
  });
  // Without `end` before it: the connection broke, or was given up after the end of the answer.
  response.on('error', () => {
    if (!answer.over) answer.broken(`broke the connection off after ${answer.characters} characters`);
  });
  response.on('close', conclude);
}

function collect(response: IncomingMessage, done: (body: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (bytes: Buffer) => {
    chunks.push(bytes);
    size += bytes.length;
    if (size > longestErrorBody) response.destroy();
  });
  // What came before a broken connection is still the best explanation.
  response.on('error', () => undefined);
  response.on('close', () => done(Buffer.concat(chunks).toString()));
}
