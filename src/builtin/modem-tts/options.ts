// What modem-tts can be told on its command line.
import { type AudioProgramOptions, audioProgramOptions } from '../http/command-line.ts';

/** The seed is that of the noise, where the request names none. */
export interface SpeakerOptions
  extends Pick<AudioProgramOptions, 'host' | 'port' | 'model' | 'seed' | 'realtimeFactor'> {
  readonly firstAudioMs: number;
}

export const usage =
  'usage: modem-tts --port N [--host H] [--model NAME] [--seed S] [--first-token-ms M] [--realtime-factor F]\n' +
  '  a built-in synthesiser for trying Flightdeck: speaks any text in tones that modem-stt understands\n' +
  '  M: milliseconds before the first sound; F: seconds of work per second of sound, 0 means as fast as possible;\n' +
  '  --tokens-per-second R is taken and means nothing here';

/** Throws with a sentence for what it does not understand. */
export function speakerOptions(args: readonly string[]): SpeakerOptions {
  const { firstTokenMs, ...options } = audioProgramOptions(args, 'modem-tts');
  return { ...options, firstAudioMs: firstTokenMs };
}
