// How a number grows word by word. A sum can still take more (`two hundred`, then `six`); digits are strung together as they
// are said (`nine one one`, `3.`).
import { type CountingWord, isPlain, type NumberWord } from './number-words.ts';

export type Sum = bigint;
export type Digits = string;

/** `twenty` and `four` are 24, `nineteen` and `ninety` 1990. */
export function joined(
  number: Sum | Digits | null,
  { kind, value }: CountingWord,
  previous: NumberWord | undefined,
): Sum | Digits {
  if (number === null) return value;
  const isUnit = kind === 'unit';
  if (typeof number === 'string' && isUnit && value < 10n && isPlain(previous, 'tens')) {
    return `${number.slice(0, -1)}${value}`;
  }
  const room = isUnit && value < 10n ? 10n : 100n;
  const adds = typeof number === 'bigint' && number % room === 0n && !(isUnit && isPlain(previous, 'unit'));
  return adds ? number + value : `${number}${value}`;
}

/** Only what is below a thousand is multiplied: `two thousand three hundred` is 2300. */
export function scaled(number: Sum | Digits, scale: bigint): Sum | null {
  if (typeof number === 'bigint') return (number / 1000n) * 1000n + (number % 1000n) * scale;
  const [, whole = '', fraction = ''] = /^([0-9]*)\.?([0-9]*)$/.exec(number) ?? [];
  if (whole === '' && fraction === '') return null;
  const product = BigInt(whole + fraction) * scale;
  const parts = 10n ** BigInt(fraction.length);
  return product % parts === 0n ? product / parts : null;
}
