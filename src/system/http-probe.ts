// One HTTP request with a time limit and a fresh connection: a server that listens but never answers must not hold us up,
// and neither may a proxy of the environment or a connection left over from a server that was replaced.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface HttpRequest {
  readonly url: string;
  /** For the whole exchange, from connecting to the last byte. */
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** GET unless given, or POST where there is `json`. */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly signal?: AbortSignal;
}

export type HttpOutcome =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  /** Nobody listens there. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'timeout' }
  /** Any other way for an exchange to fail, in the system's words. */
  | { readonly kind: 'broken'; readonly message: string };

const longestBody = 4 * 1024 * 1024;

export function httpProbe(request: HttpRequest): Promise<HttpOutcome> {
  const limit = AbortSignal.timeout(Math.ceil(request.timeoutMs));
  const signal = request.signal === undefined ? limit : AbortSignal.any([limit, request.signal]);
  return exchange(request, signal).catch((error: unknown) => {
    if (limit.aborted) return { kind: 'timeout' };
    return outcomeOf(error);
  });
}

async function exchange({ url, headers, json, method }: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
  const body = json === undefined ? null : JSON.stringify(json);
  const send = new URL(url).protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, {
      method: method ?? (body === null ? 'GET' : 'POST'),
      agent: false,
      signal,
      headers: {
        accept: '*/*',
        // Whoever ends a connection keeps its port busy for a minute: rather ours than the server's, which the next one may want.
        connection: 'keep-alive',
        'accept-encoding': 'identity',
        ...(body !== null && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        ...headers,
      },
    });
    request.on('error', reject);
    // An answer that wants to speak another protocol ends it with no more than this.
    const unanswered = (): void => reject(new Error('the connection was closed without an answer'));
    request.once('close', unanswered);
    request.on('response', (response) => {
      request.off('close', unanswered);
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > longestBody) response.destroy(new Error(`its answer is longer than ${longestBody} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => {
        resolve({ kind: 'answer', status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    request.end(body ?? undefined);
  });
}

function outcomeOf(error: unknown): HttpOutcome {
  // A name with several addresses fails with all their errors together.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return { kind: 'broken', message: String(first) };
  if ('code' in first && first.code === 'ECONNREFUSED') return { kind: 'refused' };
  return { kind: 'broken', message: first.message };
}
