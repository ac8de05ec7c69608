// Generates one answer, handing on each token as it falls due, and counts what was said.
import type { Exchange } from '../http/exchange.ts';
import { generate, type Request } from './generation.ts';
import type { Served } from './served.ts';

export interface Speech {
  readonly text: string;
  readonly tokens: number;
  readonly finish: 'stop' | 'length';
}

/** For the log. */
export function inWords({ tokens, finish }: Speech): string {
  return `${tokens} tokens, ${finish}`;
}

/** `onToken` gets the text of each token. */
export async function speak(
  { signal }: Exchange,
  served: Served,
  request: Request,
  onToken: (text: string) => void,
): Promise<Speech> {
  let text = '';
  let tokens = 0;
  let finish: Speech['finish'] = 'stop';
  for await (const piece of generate(served.model, request, served.pace, signal)) {
    // An answer that a stop word ended has an empty last piece.
    if (piece.text !== '') {
      tokens += 1;
      text += piece.text;
      onToken(piece.text);
    }
    finish = piece.finish ?? finish;
  }
  return { text, tokens, finish };
}
