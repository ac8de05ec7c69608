// What pixel-vlm can be told on its command line.
import { parseArgs } from 'node:util';
import { commonFlags, numberFrom } from '../http/command-line.ts';
import type { TokenPace } from '../http/pace.ts';

export interface ViewerOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly model: string;
  readonly pace: TokenPace;
}

export const usage =
  'usage: pixel-vlm --port N [--host H] [--model NAME] [--tokens-per-second R] [--first-token-ms M]\n' +
  '  a built-in vision model for trying Flightdeck: says what sizes, colours and shapes it finds in pictures\n' +
  '  a rate of 0 means as fast as possible; --seed S is taken and means nothing here';

/** Throws with a sentence for what it does not understand. */
export function viewerOptions(args: readonly string[]): ViewerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...commonFlags,
      model: { type: 'string', default: 'pixel-vlm' },
      'tokens-per-second': { type: 'string', default: '200' },
      'first-token-ms': { type: 'string', default: '0' },
    },
  });
  numberFrom('--seed', values.seed);
  return {
    host: values.host,
    port: numberFrom('--port', values.port),
    model: values.model,
    pace: {
      tokensPerSecond: numberFrom('--tokens-per-second', values['tokens-per-second']),
      firstTokenMs: numberFrom('--first-token-ms', values['first-token-ms']),
    },
  };
}
