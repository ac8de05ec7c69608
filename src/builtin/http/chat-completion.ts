// A chat completion as OpenAI-compatible servers answer it: whole, or piece by piece.
import { beginStream, type Exchange, sendJson } from './exchange.ts';

/** How an answer ended. */
export interface Completed {
  readonly finish: 'stop' | 'length';
  readonly usage: object;
  /** For the log. */
  readonly outcome: string;
}

export function sendCompletion(exchange: Exchange, model: string, content: string, completed: Completed): void {
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: completed.finish };
  const completion = { ...heading(model, 'chat.completion'), choices: [choice], usage: completed.usage };
  sendJson(exchange, 200, completion, completed.outcome);
}

/** Begins with the headers; `content` adds a piece each time. */
export class CompletionStream {
  readonly #exchange: Exchange;
  readonly #heading: object;
  #first = true;

  constructor(exchange: Exchange, model: string) {
    this.#exchange = exchange;
    this.#heading = heading(model, 'chat.completion.chunk');
    beginStream(exchange.response, 'text/event-stream');
  }

  content(content: string): void {
    const delta = this.#first ? { role: 'assistant', content } : { content };
    this.#first = false;
    this.#send([{ index: 0, delta, finish_reason: null }]);
  }

  end({ finish, usage, outcome }: Completed, includeUsage: boolean): void {
    this.#send([{ index: 0, delta: {}, finish_reason: finish }]);
    if (includeUsage) this.#send([], { usage });
    this.#exchange.log(outcome);
    this.#exchange.response.end('data: [DONE]\n\n');
  }

  #send(choices: readonly object[], extra: object = {}): void {
    this.#exchange.response.write(`data: ${JSON.stringify({ ...this.#heading, choices, ...extra })}\n\n`);
  }
}

let lastId = 0;

function heading(model: string, object: string) {
  lastId += 1;
  return { id: `chatcmpl-${lastId}`, object, created: Math.floor(Date.now() / 1000), model };
}
