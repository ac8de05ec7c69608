// Contractions and titles written out, in this order: what comes later sees what came before.
import { endOfWord, wholeWord } from './whole-word.ts';

export function expanded(text: string): string {
  return expansions.reduce((result, [pattern, words]) => result.replace(pattern, words), text);
}

const wholeWords: readonly (readonly [string, string])[] = [
  ["won't", 'will not'],
  ["can't", 'can not'],
  ["let's", 'let us'],
  ["ain't", 'aint'],
  ["y'all", 'you all'],
  ['wanna', 'want to'],
  ['gotta', 'got to'],
  ['gonna', 'going to'],
  ["i'ma", 'i am going to'],
  ['imma', 'i am going to'],
  ['woulda', 'would have'],
  ['coulda', 'could have'],
  ['shoulda', 'should have'],
  ["ma'am", 'madam'],
];

/** With a blank behind them: the full stop may have no other. */
const titles: readonly (readonly [string, string])[] = [
  ['mr', 'mister '],
  ['mrs', 'missus '],
  ['st', 'saint '],
  ['dr', 'doctor '],
  ['prof', 'professor '],
  ['capt', 'captain '],
  ['gov', 'governor '],
  ['ald', 'alderman '],
  ['gen', 'general '],
  ['sen', 'senator '],
  ['rep', 'representative '],
  ['pres', 'president '],
  ['rev', 'reverend '],
  ['hon', 'honorable '],
  ['asst', 'assistant '],
  ['assoc', 'associate '],
  ['lt', 'lieutenant '],
  ['col', 'colonel '],
  ['jr', 'junior '],
  ['sr', 'senior '],
  ['esq', 'esquire '],
];

/** The few participles that tell "has" from "is" come first. */
const endings: readonly (readonly [string, string])[] = [
  ["'d been", ' had been'],
  ["'s been", ' has been'],
  ["'d gone", ' had gone'],
  ["'s gone", ' has gone'],
  ["'d done", ' had done'],
  ["'s got", ' has got'],
  ["n't", ' not'],
  ["'re", ' are'],
  ["'s", ' is'],
  ["'d", ' would'],
  ["'ll", ' will'],
  ["'t", ' not'],
  ["'ve", ' have'],
  ["'m", ' am'],
];

const expansions: readonly (readonly [RegExp, string])[] = [
  ...[...wholeWords, ...titles].map(([word, words]) => [wholeWord(word), words] as const),
  ...endings.map(([end, words]) => [endOfWord(end), words] as const),
];
