// POST /v1/chat/completions with pictures, as OpenAI-compatible servers answer it.
import { type Completed, CompletionStream, sendCompletion } from '../http/chat-completion.ts';
import type { ProgramOptions } from '../http/command-line.ts';
import { type Exchange, readJson } from '../http/exchange.ts';
import { paced, tokenDueMs } from '../http/pace.ts';
import { piecesOf } from '../tokens.ts';
import { answer } from './answer.ts';
import { type Findings, look } from './findings.ts';
import { jsonAnswer } from './json-answer.ts';
import { type Picture, readPicture } from './picture.ts';
import { understood } from './question.ts';
import { type ViewRequest, viewRequest } from './request.ts';

/** One answer, ready to be said. */
interface Answer extends Completed {
  readonly pieces: readonly string[];
}

/** Base64 of several large pictures. */
const largestBody = 32 * 2 ** 20;

export async function chat(exchange: Exchange, options: ProgramOptions): Promise<void> {
  const asked = viewRequest(await readJson(exchange.request, largestBody), options.model);
  const pictures: Picture[] = [];
  for (const [index, url] of asked.imageUrls.entries()) {
    pictures.push(await readPicture(url, index + 1));
    exchange.signal.throwIfAborted();
  }
  const answered = answerTo(asked, pictures);
  const pieces = paced(answered.pieces, (index) => tokenDueMs(options, index), exchange.signal);
  if (asked.stream) {
    const stream = new CompletionStream(exchange, options.model);
    for await (const piece of pieces) stream.content(piece);
    stream.end(answered, asked.includeUsage);
    return;
  }
  let content = '';
  for await (const piece of pieces) content += piece;
  sendCompletion(exchange, options.model, content, answered);
}

function answerTo(asked: ViewRequest, pictures: readonly Picture[]): Answer {
  const findings: readonly Findings[] = pictures.map(look);
  const words = answer(understood(asked.question), findings);
  const text = asked.schema === null ? words : JSON.stringify(jsonAnswer(words, findings, asked.schema));
  const all = piecesOf(text);
  const pieces = all.slice(0, asked.maxTokens);
  const finish = pieces.length < all.length ? 'length' : 'stop';
  return { pieces, finish, usage: usage(asked, pictures, pieces), outcome: `${pieces.length} tokens, ${finish}` };
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
