// What pixel-vlm can be told on its command line.
import { type ProgramOptions, programOptions } from '../http/command-line.ts';

export const usage =
  'usage: pixel-vlm --port N [--host H] [--model NAME] [--tokens-per-second R] [--first-token-ms M]\n' +
  '  a built-in vision model for trying Flightdeck: says what sizes, colours and shapes it finds in pictures\n' +
  '  a rate of 0 means as fast as possible; --seed S is taken and means nothing here';

/** Throws with a sentence for what it does not understand. */
export function viewerOptions(args: readonly string[]): ProgramOptions {
  return programOptions(args, { model: 'pixel-vlm', tokensPerSecond: 200, firstTokenMs: 0 });
}
