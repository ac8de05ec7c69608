// What the built-in programs are told on their command lines. They take the same flags, so that one template of a plan fits
// every model; a model that has no use for one takes it all the same.
import { parseArgs } from 'node:util';
import { notANumber } from './sentences.ts';

export interface ProgramOptions {
  readonly host: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly model: string;
  readonly seed: number;
  /** 0 = as fast as possible. */
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
}

export interface AudioProgramOptions extends ProgramOptions {
  /** Seconds of work per second of sound; 0 = as fast as possible. */
  readonly realtimeFactor: number;
}

type Defaults = Pick<ProgramOptions, 'model' | 'tokensPerSecond' | 'firstTokenMs'>;

/** Throws with a sentence for what it does not understand. */
export function programOptions(args: readonly string[], defaults: Defaults): ProgramOptions {
  return optionsOf(parseArgs({ args: [...args], options: flags(defaults) }).values);
}

/** The same for programs that hear or speak: they know no tokens, but how long sound lasts. */
export function audioProgramOptions(args: readonly string[], model: string): AudioProgramOptions {
  const options = {
    ...flags({ model, tokensPerSecond: 0, firstTokenMs: 0 }),
    'realtime-factor': { type: 'string', default: '0' },
  } as const;
  const { values } = parseArgs({ args: [...args], options });
  return { ...optionsOf(values), realtimeFactor: numberFrom('--realtime-factor', values['realtime-factor']) };
}

function flags({ model, tokensPerSecond, firstTokenMs }: Defaults) {
  return {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '0' },
    model: { type: 'string', default: model },
    seed: { type: 'string', default: '1' },
    'tokens-per-second': { type: 'string', default: String(tokensPerSecond) },
    'first-token-ms': { type: 'string', default: String(firstTokenMs) },
  } as const;
}

function optionsOf(values: Readonly<Record<keyof ReturnType<typeof flags>, string>>): ProgramOptions {
  const number = (name: 'port' | 'seed' | 'tokens-per-second' | 'first-token-ms'): number =>
    numberFrom(`--${name}`, values[name]);
  return {
    host: values.host,
    port: number('port'),
    model: values.model,
    seed: number('seed'),
    tokensPerSecond: number('tokens-per-second'),
    firstTokenMs: number('first-token-ms'),
  };
}

/** A number that is zero or more. */
function numberFrom(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) throw new Error(notANumber(option, text));
  return number;
}
