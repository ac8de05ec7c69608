import { expect, it } from 'vitest';
import { filled } from '../../src/domain/filled.ts';

it('breaks between words, and never within one', () => {
  expect(filled('one two three a-word-that-is-too-long four', 12, '  ')).toEqual([
    '  one two',
    '  three',
    '  a-word-that-is-too-long',
    '  four',
  ]);
});

it('leaves a short line alone', () => {
  expect(filled('one two', 80, '    ')).toEqual(['    one two']);
});
