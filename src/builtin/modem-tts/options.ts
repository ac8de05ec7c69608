// What modem-tts can be told on its command line.
import { parseArgs } from 'node:util';
import { commonFlags, numberFrom } from '../http/command-line.ts';

export interface SpeakerOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly model: string;
  /** Of the noise, where the request names none. */
  readonly seed: number;
  readonly firstAudioMs: number;
  /** Seconds of work per second of sound; 0 = as fast as possible. */
  readonly realtimeFactor: number;
}

export const usage =
  'usage: modem-tts --port N [--host H] [--model NAME] [--seed S] [--first-token-ms M] [--realtime-factor F]\n' +
  '  a built-in synthesiser for trying Flightdeck: speaks any text in tones that modem-stt understands\n' +
  '  M: milliseconds before the first sound; F: seconds of work per second of sound, 0 means as fast as possible;\n' +
  '  --tokens-per-second R is taken and means nothing here';

/** Throws with a sentence for what it does not understand. */
export function speakerOptions(args: readonly string[]): SpeakerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...commonFlags,
      model: { type: 'string', default: 'modem-tts' },
      'tokens-per-second': { type: 'string', default: '0' },
      'first-token-ms': { type: 'string', default: '0' },
      'realtime-factor': { type: 'string', default: '0' },
    },
  });
  numberFrom('--tokens-per-second', values['tokens-per-second']);
  return {
    host: values.host,
    port: numberFrom('--port', values.port),
    model: values.model,
    seed: numberFrom('--seed', values.seed),
    firstAudioMs: numberFrom('--first-token-ms', values['first-token-ms']),
    realtimeFactor: numberFrom('--realtime-factor', values['realtime-factor']),
  };
}
