// One request and its streamed answer. The first thing that a data callback does is to take the time. It always settles:
// with a whole answer, with a fault, or when the task is interrupted.
import type { IncomingMessage } from 'node:http';
import { arrivals } from '../http/arrivals.ts';
import { collect } from '../http/collect.ts';
import type { Connection } from '../http/connections.ts';
import { type NoAnswer, send } from '../http/request.ts';
import type { TaskLimits } from '../limits.ts';
import type { Answer } from './answer.ts';
import type { ChatApi } from './chat-api.ts';

export interface Call {
  readonly api: ChatApi;
  readonly connection: Connection;
  readonly apiKey: string | null;
  readonly body: string;
}

type AnswerEnd =
  | { readonly kind: 'answered' }
  | { readonly kind: 'refused'; readonly status: number; readonly body: string }
  | { readonly kind: 'not-streamed'; readonly contentType: string; readonly body: string }
  /** The answer's `fault` says what. */
  | { readonly kind: 'faulty' };

export type ExchangeEnd = AnswerEnd | NoAnswer;

/** How long a server may hold a connection open after the end of its answer before the connection is given up. */
const tailMs = 100;

export function exchange(call: Call, answer: Answer, limits: TaskLimits): Promise<ExchangeEnd> {
  const { api, connection, apiKey, body } = call;
  const post = { connection, path: api.path, contentType: 'application/json', accept: api.accept, apiKey, body };
  return send<AnswerEnd>(post, answer, limits, (response, finish) => {
    const contentType = response.headers['content-type'] ?? '';
    if (response.statusCode !== 200) {
      collect(response, (said) => finish({ kind: 'refused', status: response.statusCode ?? 0, body: said }));
    } else if (!api.streams(contentType)) {
      collect(response, (said) => finish({ kind: 'not-streamed', contentType, body: said }));
    } else {
      follow(response, api, answer, finish);
    }
  });
}

function follow(response: IncomingMessage, api: ChatApi, answer: Answer, finish: (end: AnswerEnd) => void): void {
  const decoder = api.decoder(answer);
  const arrivedAt = arrivals(response);
  let tail: NodeJS.Timeout | null = null;
  const conclude = (): void => {
    if (tail !== null) clearTimeout(tail);
    finish(answer.fault === null ? { kind: 'answered' } : { kind: 'faulty' });
  };
  response.on('data', (bytes: Buffer) => {
    answer.at = arrivedAt();
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
