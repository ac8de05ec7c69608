import fc from 'fast-check';
import { expect, it } from 'vitest';
import { characterErrors, errorRate, wordErrors } from '../../../src/checks/word-errors/error-rates.ts';

// As jiwer and torchmetrics count them.
const golden: readonly (readonly [string, string, [number, number], [number, number]])[] = [
  ['This is a test', 'This test', [2, 4], [5, 14]],
  ['This is a test', '', [4, 4], [14, 14]],
  ['i am a short ground truth', 'i am a considerably longer and very much incorrect hypothesis', [7, 6], [42, 25]],
  ['X', 'X', [0, 1], [0, 1]],
  ['X', 'X X Y Y', [3, 1], [6, 1]],
  ['X Y X', 'X Z', [2, 3], [3, 5]],
  ['X', 'Y', [1, 1], [1, 1]],
  ['X', 'Y Z', [2, 1], [3, 1]],
  ['hello world', 'hello duck', [1, 2], [5, 11]],
  ['i can spell', 'i kan cpell', [2, 3], [2, 11]],
  ['the cat sat on the mat', 'the cat sit on the', [2, 6], [5, 22]],
];

it.each(golden)('compares %j with %j', (reference, hypothesis, [errors, words], [edits, characters]) => {
  expect(wordErrors(reference, hypothesis)).toEqual({ errors, length: words });
  expect(characterErrors(reference, hypothesis)).toEqual({ errors: edits, length: characters });
});

it('divides sums for a corpus, which is not the mean of its rates', () => {
  const corpusRate = (texts: readonly (readonly [string, string])[]) => {
    const counts = texts.map(([reference, hypothesis]) => characterErrors(reference, hypothesis));
    const sum = (part: 'errors' | 'length') => counts.reduce((total, count) => total + (count?.[part] ?? 0), 0);
    return errorRate({ errors: sum('errors'), length: sum('length') });
  };
  expect(
    corpusRate([
      ['i', 'i am'],
      ['am i good', 'i good'],
    ]),
  ).toBe(0.6);
  expect(
    corpusRate([
      ['i', 'i am'],
      ['am i good', 'y good'],
    ]),
  ).toBe(0.7);
});

it('has no rate for an empty reference', () => {
  expect(wordErrors('', 'thank you')).toEqual({ errors: 2, length: 0 });
  expect(errorRate({ errors: 2, length: 0 })).toBeNull();
  expect(errorRate({ errors: 0, length: 0 })).toBeNull();
  expect(errorRate({ errors: 3, length: 2 })).toBe(1.5);
});

it('takes white space of any kind and length for one blank between words', () => {
  expect(wordErrors(' the\tcat\n sat ', 'the cat sat')).toEqual({ errors: 0, length: 3 });
});

it('counts a character beyond the first 65,536 once', () => {
  expect(characterErrors('a😀b', 'ab')).toEqual({ errors: 1, length: 3 });
  expect(characterErrors('😀', '😁')).toEqual({ errors: 1, length: 1 });
});

it('compares an hour of speech', () => {
  const words = Array.from({ length: 9000 }, (_, index) => `w${(index * 7919) % 1009}`);
  const said = words.join(' ');
  const heard = words.with(0, 'other').with(4000, '').with(8999, 'other').join(' ');
  expect(wordErrors(said, heard)).toEqual({ errors: 3, length: 9000 });
  expect(characterErrors(said.slice(0, 30_000), `${said.slice(5, 30_000)}.`)).toEqual({ errors: 6, length: 30_000 });
});

it('is symmetric in its errors', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
      expect(wordErrors(a, b)?.errors).toBe(wordErrors(b, a)?.errors);
      expect(characterErrors(a, b)?.errors).toBe(characterErrors(b, a)?.errors);
      expect(characterErrors(a, b)?.errors === 0).toBe(a === b);
    }),
  );
});
