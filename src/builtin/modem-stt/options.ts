// What modem-stt can be told on its command line.
import { parseArgs } from 'node:util';
import { commonFlags, numberFrom } from '../http/command-line.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly model: string;
  readonly firstTextMs: number;
  /** Seconds of work per second of sound; 0 = as fast as possible. */
  readonly realtimeFactor: number;
}

export const usage =
  'usage: modem-stt --port N [--host H] [--model NAME] [--first-token-ms M] [--realtime-factor F]\n' +
  '  a built-in recogniser for trying Flightdeck: hears the text in what modem-tts speaks\n' +
  '  M: milliseconds before the first text; F: seconds of work per second of sound, 0 means as fast as possible;\n' +
  '  --seed S and --tokens-per-second R are taken and mean nothing here';

/** Throws with a sentence for what it does not understand. */
export function listenerOptions(args: readonly string[]): ListenerOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...commonFlags,
      model: { type: 'string', default: 'modem-stt' },
      'tokens-per-second': { type: 'string', default: '0' },
      'first-token-ms': { type: 'string', default: '0' },
      'realtime-factor': { type: 'string', default: '0' },
    },
  });
  numberFrom('--seed', values.seed);
  numberFrom('--tokens-per-second', values['tokens-per-second']);
  return {
    host: values.host,
    port: numberFrom('--port', values.port),
    model: values.model,
    firstTextMs: numberFrom('--first-token-ms', values['first-token-ms']),
    realtimeFactor: numberFrom('--realtime-factor', values['realtime-factor']),
  };
}
