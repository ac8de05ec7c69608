import { expect, it } from 'vitest';
import { SpokenAnswer } from '../../../src/drivers/sts/spoken-answer.ts';

/** What is spoken of an answer that comes in these pieces, one each 10 ms. */
function spokenOf(...pieces: readonly string[]) {
  const sentences: string[] = [];
  const answer = new SpokenAnswer((sentence) => sentences.push(sentence));
  for (const piece of pieces) {
    answer.at += 10;
    answer.content(piece);
  }
  answer.finish('stop');
  answer.end();
  answer.complete();
  return { sentences, answer };
}

it('speaks each sentence as soon as it is whole', () => {
  const { sentences, answer } = spokenOf('The sea is ', 'calm today. We', ' sail.');
  expect(sentences).toEqual(['The sea is calm today.', 'We sail.']);
  expect(answer.firstSentenceAt).toBe(20);
});

it.each([
  [['<think>Let me think. It is a city.</think>Paris it is.']],
  [['<thi', 'nk>Let me think. It is a city.</think>Paris it is, of course.']],
  [['<think>', 'It is a city. ', '</think>', '\n\nParis it is.']],
])('speaks no thoughts, however they are cut: %j', (pieces) => {
  const { sentences } = spokenOf(...pieces);
  expect(sentences).toEqual([expect.stringMatching(/^Paris it is/)]);
});

it('speaks the whole answer behind thoughts that end in the same piece', () => {
  expect(spokenOf('Hm', '</think>Paris is the capital of France.').sentences).toEqual([
    'Paris is the capital of France.',
  ]);
});

it('counts the thoughts that were spoken before they were known to be thoughts', () => {
  const { sentences, answer } = spokenOf('It may be Paris. Or ', 'not.</think>', 'Paris it is, surely. ', 'Yes.');
  expect(sentences).toEqual(['It may be Paris.', 'Paris it is, surely.', 'Yes.']);
  expect(answer).toMatchObject({ firstSentenceAt: 10, spokenThoughts: 1 });
});
