// What the program can be told on its command line.
import { type ProgramOptions, programOptions } from '../http/command-line.ts';

export const usage =
  'usage: tiny-markov --port N [--host H] [--model NAME] [--seed S] [--tokens-per-second R] [--first-token-ms M]\n' +
  '  a built-in model for trying Flightdeck; a rate of 0 means as fast as possible';

/** Throws with a sentence for what it does not understand. */
export function serverOptions(args: readonly string[]): ProgramOptions {
  return programOptions(args, { model: 'tiny-markov', tokensPerSecond: 200, firstTokenMs: 20 });
}
