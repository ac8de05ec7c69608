// The words that numbers are made of, and what each means within one.

export type NumberWord =
  | CountingWord
  | ConnectingWord
  | { readonly kind: 'zero' }
  | { readonly kind: 'sign' | 'currency'; readonly sign: string }
  | { readonly kind: 'percent' | 'per' };

/** `double` and `triple` repeat the digit behind them. */
export type ConnectingWord = { readonly kind: 'and' | 'point' } | { readonly kind: 'repeat'; readonly times: number };

/** A unit is one to nineteen, or `zeroth`. With an ending it completes a number: `fifth`, `fives`. */
export interface CountingWord {
  readonly kind: 'unit' | 'tens' | 'scale';
  readonly value: bigint;
  readonly ending: string;
}

/** Without an ending, so that a number can go on behind it. */
export function isPlain(word: NumberWord | undefined, kind: CountingWord['kind']): word is CountingWord {
  return word?.kind === kind && word.ending === '';
}

export function numberWord(word: string): NumberWord | undefined {
  return numberWords.get(word);
}

const units =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen';
const ordinals =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth';
const tens = 'ten twenty thirty forty fifty sixty seventy eighty ninety';
const scales =
  'thousand million billion trillion quadrillion quintillion sextillion septillion octillion nonillion decillion';

const signs = { minus: '-', negative: '-', plus: '+', positive: '+' } as const;
const currencies = { pound: '£', euro: '€', dollar: '$', cent: '¢' } as const;

const numberWords: ReadonlyMap<string, NumberWord> = new Map(entries());

function* entries(): Iterable<[string, NumberWord]> {
  for (const word of ['o', 'oh', 'zero']) yield [word, { kind: 'zero' }];
  yield ['zeroth', { kind: 'unit', value: 0n, ending: 'th' }];
  for (const [value, word] of counted(units)) {
    yield [word, { kind: 'unit', value, ending: '' }];
    yield [word === 'six' ? 'sixes' : `${word}s`, { kind: 'unit', value, ending: 's' }];
  }
  for (const [value, word] of counted(ordinals)) yield [word, { kind: 'unit', value, ending: ordinalEnding(value) }];
  for (const [value, word] of counted(tens)) {
    if (word !== 'ten') yield* inflected(word, { kind: 'tens', value: value * 10n, ending: '' });
  }
  yield* inflected('hundred', { kind: 'scale', value: 100n, ending: '' });
  for (const [power, word] of counted(scales)) {
    yield* inflected(word, { kind: 'scale', value: 1000n ** power, ending: '' });
  }
  for (const [word, sign] of Object.entries(signs)) yield [word, { kind: 'sign', sign }];
  for (const [word, sign] of Object.entries(currencies)) {
    yield [word, { kind: 'currency', sign }];
    yield [`${word}s`, { kind: 'currency', sign }];
  }
  yield ['double', { kind: 'repeat', times: 2 }];
  yield ['triple', { kind: 'repeat', times: 3 }];
  for (const kind of ['percent', 'per', 'and', 'point'] as const) yield [kind, { kind }];
}

/** With its plural and its ordinal: `twenty`, `twenties`, `twentieth`. */
function* inflected(word: string, meaning: CountingWord): Iterable<[string, NumberWord]> {
  const stem = word.endsWith('y') ? `${word.slice(0, -1)}ie` : word;
  yield [word, meaning];
  yield [`${stem}s`, { ...meaning, ending: 's' }];
  yield [`${stem}th`, { ...meaning, ending: 'th' }];
}

function ordinalEnding(value: bigint): string {
  return ['th', 'st', 'nd', 'rd'][Number(value)] ?? 'th';
}

function counted(words: string): readonly (readonly [bigint, string])[] {
  return words.split(' ').map((word, index) => [BigInt(index + 1), word]);
}
