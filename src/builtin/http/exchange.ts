// One request and its answer: body in, JSON or a stream out.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { bodyNotJson, bodyTooLarge } from './sentences.ts';

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Aborted when the client goes away or the server stops. */
  readonly signal: AbortSignal;
  /** Writes this request's line of the log; called before the answer ends, so that who has seen the end can read the line. */
  log(outcome: string): void;
}

/** An answer that is an error, in the form of the API that was asked. */
export class RequestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const largestJson = 8 * 2 ** 20;

export async function readBody(request: IncomingMessage, largestBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBytes) throw new RequestError(413, bodyTooLarge(largestBytes));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export async function readJson(request: IncomingMessage, largestBytes = largestJson): Promise<unknown> {
  const body = await readBody(request, largestBytes);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new RequestError(400, bodyNotJson);
  }
}

/** `outcome` is what the log says of it. */
export function sendJson({ response, log }: Exchange, status: number, body: unknown, outcome = 'done'): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  log(outcome);
  response.end(text);
}

/** Headers at once; chunks follow. */
export function beginStream(response: ServerResponse, contentType: string): void {
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache' });
  response.socket?.setNoDelay(true);
  response.flushHeaders();
}
