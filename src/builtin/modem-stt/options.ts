// What modem-stt can be told on its command line.
import { type AudioProgramOptions, audioProgramOptions } from '../http/command-line.ts';

export interface ListenerOptions extends Pick<AudioProgramOptions, 'host' | 'port' | 'model' | 'realtimeFactor'> {
  readonly firstTextMs: number;
}

export const usage =
  'usage: modem-stt --port N [--host H] [--model NAME] [--first-token-ms M] [--realtime-factor F]\n' +
  '  a built-in recogniser for trying Flightdeck: hears the text in what modem-tts speaks\n' +
  '  M: milliseconds before the first text; F: seconds of work per second of sound, 0 means as fast as possible;\n' +
  '  --seed S and --tokens-per-second R are taken and mean nothing here';

/** Throws with a sentence for what it does not understand. */
export function listenerOptions(args: readonly string[]): ListenerOptions {
  const { firstTokenMs, ...options } = audioProgramOptions(args, 'modem-stt');
  return { ...options, firstTextMs: firstTokenMs };
}
