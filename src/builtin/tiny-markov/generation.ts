// One answer, token by token, at the pace that the server was told.
import { paced, type TokenPace, tokenDueMs } from '../http/pace.ts';
import { seededRandom } from '../random.ts';
import { endsSentence, spelled, tokensOf } from '../tokens.ts';
import type { MarkovModel } from './model.ts';

export interface Message {
  readonly role: string;
  readonly content: string;
}

export interface Request {
  readonly messages: readonly Message[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly stop: readonly string[];
}

export interface Piece {
  readonly text: string;
  /** Set with the last piece; that one is empty where a stop word ended the answer. */
  readonly finish: 'stop' | 'length' | null;
}

/** Sentences after which an answer may end by itself. */
const wantedSentences = 6;

export function promptTokens(messages: readonly Message[]): number {
  return messages.reduce((sum, { content }) => sum + tokensOf(content).length, 0);
}

/** Every piece with text is exactly one token. Ends early when `signal` is aborted. */
export function generate(
  model: MarkovModel,
  request: Request,
  pace: TokenPace,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  return paced(pieces(model, request), (index) => tokenDueMs(pace, index), signal);
}

function* pieces(model: MarkovModel, { messages, maxTokens, temperature, seed, stop }: Request): Generator<Piece> {
  const random = seededRandom(seed, JSON.stringify(messages));
  const context = tokensOf(messages.at(-1)?.content ?? '').slice(-2);
  let answer = '';
  let last: string | null = null;
  let sentences = 0;
  for (let made = 1; ; made += 1) {
    const token = model.next(context, temperature, random);
    const text = spelled(token, last);
    if (stop.some((word) => word !== '' && (answer + text).includes(word))) {
      yield { text: '', finish: 'stop' };
      return;
    }
    answer += text;
    if (endsSentence(token)) sentences += 1;
    const finish = sentences >= wantedSentences ? 'stop' : made >= maxTokens ? 'length' : null;
    yield { text, finish };
    if (finish !== null) return;
    context.push(token);
    if (context.length > 2) context.shift();
    last = token;
  }
}
