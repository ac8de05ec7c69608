import { expect, it } from 'vitest';
import { seededRandom } from '../../src/builtin/random.ts';
import { MarkovModel } from '../../src/builtin/tiny-markov/model.ts';

const random = () => 0.5;

function trained(text: string): MarkovModel {
  const model = new MarkovModel();
  model.train(text);
  return model;
}

it('knows what followed two words, falls back to one word, then to the beginning of a sentence', () => {
  const model = trained('a red kite. a blue kite. my red coat. Then a red kite.');
  expect(model.next(['a', 'red'], 0, random)).toBe('kite');
  expect(model.next(['my', 'red'], 0, random)).toBe('coat');
  expect(model.next(['unseen', 'blue'], 0, random)).toBe('kite');
  expect(model.next(['unseen', 'words'], 0, random)).toBe('a');
});

it('takes the less frequent words more often at a higher temperature', () => {
  const model = trained(`${'so it was. '.repeat(9)}so it is.`);
  const often = (temperature: number): number => {
    const seeded = seededRandom(1, 'x');
    return Array.from({ length: 400 }, () => model.next(['so', 'it'], temperature, seeded)).filter(
      (word) => word === 'is',
    ).length;
  };
  expect(often(0)).toBe(0);
  expect(often(0.5)).toBeLessThan(often(1));
  expect(often(1)).toBeLessThan(often(3));
});

it('draws the same numbers for the same seed and text', () => {
  const draw = (seed: number, text: string) => Array.from({ length: 3 }, seededRandom(seed, text));
  expect(draw(1, 'a')).toEqual(draw(1, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(2, 'a'));
  expect(draw(1, 'a')).not.toEqual(draw(1, 'b'));
});
