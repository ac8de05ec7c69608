import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Transcript } from '../../../src/drivers/chat/transcript.ts';

/** The n-th piece arrives at n. */
function heard(pieces: readonly string[]) {
  const transcript = new Transcript();
  for (const [index, piece] of pieces.entries()) transcript.content(piece, index + 1);
  const { answer, thoughts, unopened, answerAt } = transcript;
  return { answer, thoughts, unopened, answerAt };
}

describe('thoughts in the content', () => {
  it.each([
    ['opened and closed', '<think>Let me see.</think>Paris', 'Paris', 'Let me see.', false],
    ['with white space all around', '\n <think>\nLet me\n</think>\n\nParis\n', 'Paris\n', 'Let me', false],
    ['that are empty', '<think>\n\n</think>\n\nParis', 'Paris', '', false],
    ['that are not opened', 'Let me see.\n</think>\n\nParis', 'Paris', 'Let me see.', true],
    ['that are not opened and empty', '</think>Paris', 'Paris', '', true],
    [
      'with a tag in a tag',
      '<think>a <think> b </thin> c</think>Paris</think>',
      'Paris</think>',
      'a <think> b </thin> c',
      false,
    ],
    ['that never end', '<think>Let me see, </thin', '', 'Let me see, </thin', false],
    ['that nothing follows', '<think>Hm</think>\n', '', 'Hm', false],
    ['that are none: another tag', ' <thin>ice</thin>', ' <thin>ice</thin>', '', false],
    ['that are none: the start of a tag is all', '\n<thi', '\n<thi', '', false],
    ['that are none: tags in the middle', 'Write <think> and </think>.', 'Write <think> and </think>.', '', false],
  ])('%s, however the stream is cut', (_what, text, answer, thoughts, unopened) => {
    const whole = { answer, thoughts, unopened };
    expect(heard([text])).toMatchObject(whole);
    expect(heard([...text])).toMatchObject(whole);
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 6 });
    fc.assert(
      fc.property(cuts, (places) => {
        const at = [0, ...places.toSorted((a, b) => a - b), text.length];
        const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
        expect(heard(pieces)).toMatchObject(whole);
      }),
    );
  });
});

it.each([
  ['the first piece of a plain answer, also of one that looked like a tag', ['<', 'b>'], 1],
  ['the first text after thoughts', ['<think>', 'a', '</think>', '\n', 'b', 'c'], 5],
  ['the first text after thoughts that were not opened', ['a', ' b</th', 'ink>', ' c', 'd'], 4],
  ['never, where only thoughts came', ['<think>', 'a', '</think>'], null],
])('takes the answer to begin with %s', (_what, pieces, answerAt) => {
  expect(heard(pieces).answerAt).toBe(answerAt);
});

it('puts thoughts of both kinds together', () => {
  const transcript = new Transcript();
  transcript.reasoning('One. ');
  transcript.content('<think>Two.</think>Paris', 1);
  expect([transcript.thoughts, transcript.answer]).toEqual(['One. Two.', 'Paris']);
});
