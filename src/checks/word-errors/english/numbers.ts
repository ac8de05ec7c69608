// Spoken numbers become digits, with their currency or percent sign: `two dollars and seventy cents` is `$2.70`.
import { NumberReader } from './number-reader.ts';
import { isPlain, numberWord } from './number-words.ts';
import { endOfWord, wholeWord } from './whole-word.ts';

export function withDigits(text: string): string {
  const words = wordsOf(withSpacedDigits(withHalves(wordsOf(text)).join(' ')));
  return tidied(new NumberReader(words).read().join(' '));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** `three and a half` is `three point five`. */
function withHalves(words: readonly string[]): readonly string[] {
  return words.flatMap((word, index) => {
    if (isHalf(words, index)) return ['point', 'five'];
    return isHalf(words, index - 1) || isHalf(words, index - 2) ? [] : [word];
  });
}

/** Whether `and a half` begins here and belongs to a number. */
function isHalf(words: readonly string[], index: number): boolean {
  if (words[index] !== 'and' || words[index + 1] !== 'a' || words[index + 2] !== 'half') return false;
  const before = numberWord(words[index - 1] ?? '');
  return before?.kind === 'zero' || isPlain(before, 'unit') || isPlain(before, 'tens') || isPlain(before, 'scale');
}

const ordinalApart = endOfWord('([0-9]) (st|nd|rd|th|s)');
const wholeOne = wholeWord('1(s?)');

/** `10km` is `10 km`, but `10 th` is `10th`. */
function withSpacedDigits(text: string): string {
  return text
    .replace(/([a-z])([0-9])/g, '$1 $2')
    .replace(/([0-9])([a-z])/g, '$1 $2')
    .replace(ordinalApart, '$1$2');
}

function tidied(text: string): string {
  return text
    .replace(/([€£$])([0-9]+) (?:and )?¢([0-9]{1,2})\b/g, (_, currency, whole, cents) => {
      return `${currency}${whole}.${cents.padStart(2, '0')}`;
    })
    .replace(/[€£$]0\.([0-9]{1,2})\b/g, (_, cents) => `¢${Number(cents)}`)
    .replace(wholeOne, 'one$1');
}
