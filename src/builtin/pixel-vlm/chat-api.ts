// POST /v1/chat/completions with pictures, as OpenAI-compatible servers answer it.
import { beginStream, type Exchange, readJson, sendJson } from '../http/exchange.ts';
import { paced, type TokenPace, tokenDueMs } from '../http/pace.ts';
import { piecesOf } from '../tokens.ts';
import { answer } from './answer.ts';
import { type Findings, look } from './findings.ts';
import { jsonAnswer } from './json-answer.ts';
import { type Picture, readPicture } from './picture.ts';
import { understood } from './question.ts';
import { type ViewRequest, viewRequest } from './request.ts';

export interface Viewer {
  readonly model: string;
  readonly pace: TokenPace;
  nextId(): number;
}

/** One answer, ready to be said. */
interface Answer {
  readonly pieces: readonly string[];
  readonly finish: 'stop' | 'length';
  readonly usage: object;
}

/** Base64 of several large pictures. */
const largestBody = 32 * 2 ** 20;

export async function chat(exchange: Exchange, viewer: Viewer): Promise<void> {
  const asked = viewRequest(await readJson(exchange.request, largestBody), viewer.model);
  const pictures: Picture[] = [];
  for (const [index, url] of asked.imageUrls.entries()) {
    pictures.push(await readPicture(url, index + 1));
    exchange.signal.throwIfAborted();
  }
  const answered = answerTo(asked, pictures);
  if (asked.stream) await streamed(exchange, viewer, asked, answered);
  else await whole(exchange, viewer, answered);
}

function answerTo(asked: ViewRequest, pictures: readonly Picture[]): Answer {
  const findings: readonly Findings[] = pictures.map(look);
  const words = answer(understood(asked.question), findings);
  const text = asked.schema === null ? words : JSON.stringify(jsonAnswer(words, findings, asked.schema));
  const all = piecesOf(text);
  const pieces = all.slice(0, asked.maxTokens);
  return { pieces, finish: pieces.length < all.length ? 'length' : 'stop', usage: usage(asked, pictures, pieces) };
}

async function whole(exchange: Exchange, viewer: Viewer, answered: Answer): Promise<void> {
  let content = '';
  for await (const piece of said(exchange, viewer, answered)) content += piece;
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: answered.finish };
  const completion = { ...about(viewer, 'chat.completion'), choices: [choice], usage: answered.usage };
  sendJson(exchange, 200, completion, inWords(answered));
}

async function streamed(exchange: Exchange, viewer: Viewer, asked: ViewRequest, answered: Answer): Promise<void> {
  const { response } = exchange;
  const shared = about(viewer, 'chat.completion.chunk');
  const send = (choices: readonly object[], extra: object = {}): void => {
    response.write(`data: ${JSON.stringify({ ...shared, choices, ...extra })}\n\n`);
  };
  beginStream(response, 'text/event-stream');
  let first = true;
  for await (const content of said(exchange, viewer, answered)) {
    send([{ index: 0, delta: first ? { role: 'assistant', content } : { content }, finish_reason: null }]);
    first = false;
  }
  send([{ index: 0, delta: {}, finish_reason: answered.finish }]);
  if (asked.includeUsage) send([], { usage: answered.usage });
  exchange.log(inWords(answered));
  response.end('data: [DONE]\n\n');
}

function said({ signal }: Exchange, { pace }: Viewer, { pieces }: Answer): AsyncIterable<string> {
  return paced(pieces, (index) => tokenDueMs(pace, index), signal);
}

function about({ model, nextId }: Viewer, object: string) {
  return { id: `chatcmpl-${nextId()}`, object, created: Math.floor(Date.now() / 1000), model };
}

/** Side of the tiles of which a picture is a token each, in pixels of what is looked at. */
const tileSide = 32;

function usage({ textTokens }: ViewRequest, pictures: readonly Picture[], pieces: readonly string[]) {
  const imageTokens = pictures.reduce(
    (sum, { view }) => sum + Math.ceil(view.width / tileSide) * Math.ceil(view.height / tileSide),
    0,
  );
  const prompt = textTokens + imageTokens;
  return {
    prompt_tokens: prompt,
    completion_tokens: pieces.length,
    total_tokens: prompt + pieces.length,
    prompt_tokens_details: { image_tokens: imageTokens },
  };
}

function inWords({ pieces, finish }: Answer): string {
  return `${pieces.length} tokens, ${finish}`;
}
