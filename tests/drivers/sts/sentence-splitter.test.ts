import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentenceSplitter } from '../../../src/drivers/sts/sentence-splitter.ts';

function split(...pieces: readonly string[]): string[] {
  const splitter = new SentenceSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}

describe('a text that is being written', () => {
  it('gives a sentence as soon as the next one begins', () => {
    const splitter = new SentenceSplitter();
    expect(splitter.push('The sea is calm today')).toEqual([]);
    expect(splitter.push('.')).toEqual([]);
    expect(splitter.push(' We')).toEqual(['The sea is calm today.']);
    expect(splitter.push(' sail!')).toEqual([]);
    expect(splitter.end()).toEqual(['We sail!']);
  });

  it.each([
    ['ends at a question and an exclamation', 'Are you coming along? Yes, I am coming! Good.', 3],
    ['does not end behind a title', 'I met Dr. Smith and Mrs. Jones. They were well.', 2],
    ['does not end behind a number or within one', 'Chapter 3. begins on page 3.14 of the book. Read it.', 2],
    ['does not end behind an initial', 'It was J. R. Ewing who did it. We knew.', 2],
    ['ends behind the quotation marks', '“Come in, my friend.” He went in at once.', 2],
    ['needs no blank in Chinese and Japanese', '今天天气很好，我们去公园吧。你想去吗？好的，我们马上就走吧。', 2],
    ['joins what is too short to be spoken alone', 'No. I do not think so. Yes.', 2],
    [
      'ends at an empty line and before a list item',
      'Here is what you need\n- apples and pears\n- bread and butter\n\nThat is all of it',
      4,
    ],
  ])('%s', (_what, text, sentences) => {
    expect(split(text), JSON.stringify(split(text))).toHaveLength(sentences);
  });

  it('is cut at a comma where it goes on and on', () => {
    const long = `${'word '.repeat(60)}here, ${'word '.repeat(60)}`;
    const pieces = split(long);
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThanOrEqual(400);
  });

  it.each(['1. ', '.', '."', ' ', 'word '])('does not take long where %j is all that comes, in one piece', (word) => {
    const text = word.repeat(50_000);
    expect(split(text).join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
  });

  it('comes out whole, however it is cut on the way in', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', 'Mr', '.', ' ', '!', '\n', '。', '3', ',', '"', '😀'),
      maxLength: 600,
    });
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 9 }), (text, size) => {
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, at) =>
          text.slice(at * size, (at + 1) * size),
        );
        const bare = (parts: readonly string[]): string => parts.join('').replace(/\s/g, '');
        expect(bare(split(...pieces))).toBe(bare([text]));
      }),
    );
  });
});
