// What the program can be told on its command line.
import { parseArgs } from 'node:util';
import { commonFlags, numberFrom } from '../http/command-line.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly model: string;
  readonly seed: number;
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
}

export const usage =
  'usage: tiny-markov --port N [--host H] [--model NAME] [--seed S] [--tokens-per-second R] [--first-token-ms M]\n' +
  '  a built-in model for trying Flightdeck; a rate of 0 means as fast as possible';

/** Throws with a sentence for what it does not understand. */
export function serverOptions(args: readonly string[]): ServerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...commonFlags,
      model: { type: 'string', default: 'tiny-markov' },
      'tokens-per-second': { type: 'string', default: '200' },
      'first-token-ms': { type: 'string', default: '20' },
    },
  });
  return {
    host: values.host,
    port: numberFrom('--port', values.port),
    model: values.model,
    seed: numberFrom('--seed', values.seed),
    tokensPerSecond: numberFrom('--tokens-per-second', values['tokens-per-second']),
    firstTokenMs: numberFrom('--first-token-ms', values['first-token-ms']),
  };
}
