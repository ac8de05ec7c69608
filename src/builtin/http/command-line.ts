// What the built-in programs take alike on their command lines.
import { notANumber } from './sentences.ts';

/** For `parseArgs`; `--seed` and the pace are taken by all, so that one template of a plan fits every model. */
export const commonFlags = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' },
  seed: { type: 'string', default: '1' },
} as const;

/** A number that is zero or more. */
export function numberFrom(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) throw new Error(notANumber(option, text));
  return number;
}
