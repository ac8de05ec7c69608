// `english-1`: Whisper's EnglishTextNormalizer, in its order, oddities included ("3.1" becomes "3 one", "o" is a zero), so that
// error rates can be set beside published ones. Unlike Whisper's:
// - spelling is made American by rules and a word list of our own (see american-spelling.ts);
// - a typographic apostrophe is an apostrophe: "don’t" becomes "do not" as "don't" does;
// - signs that belong to no number go wherever they stand, also three full stops in a row at the end;
// - "ninth" is 9th; "and a half" at the beginning is kept; nothing but a full stop makes "$0.36" into cents;
// - a number of more than 100 digits is a word; digits other than 0 to 9 are letters; no blanks at the ends.
import { withoutAsides } from '../asides.ts';
import { americanSpelling } from './american-spelling.ts';
import { expanded } from './contractions.ts';
import { withDigits } from './numbers.ts';
import { wholeWord } from './whole-word.ts';

export function englishText(text: string): string {
  return withoutStraySigns(americanSpelling(withDigits(plainLetters(withoutPunctuation(expanded(spoken(text)))))));
}

function spoken(text: string): string {
  return withoutAsides(text.toLowerCase().replace(/[’ʼ]/g, "'"))
    .replace(fillers, '')
    .replace(/\s+/g, ' ')
    .replaceAll(" '", "'");
}

const fillers = wholeWord('(hmm|mm|mhm|mmm|uh|um)');

function withoutPunctuation(text: string): string {
  return text.replace(/(\d),(\d)/g, '$1$2').replace(/\.(?![0-9])/g, ' ');
}

/** Diacritics go, and so do symbols that are no part of a number. */
function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[œøæßđðþł]/g, (letter) => undecomposed[letter] ?? letter)
    .replace(/\p{Mn}/gu, '')
    .replace(/(?![.%$¢€£])[\p{M}\p{S}\p{P}]/gu, ' ');
}

/** Letters that Unicode does not take for a base with a mark. */
const undecomposed: Readonly<Record<string, string>> = {
  œ: 'oe',
  ø: 'o',
  æ: 'ae',
  ß: 'ss',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
};

function withoutStraySigns(text: string): string {
  return text
    .replace(/[.$¢€£](?![0-9])|(?<![0-9])%/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
