import fc from 'fast-check';
import { expect, it } from 'vitest';
import { phrasesOf, speakable } from '../../../src/builtin/modem/phrases.ts';

it('puts short sentences together and long ones apart', () => {
  expect(phrasesOf('One. Two! Three?')).toEqual(['One. Two! Three? ']);
  const long = `Once${' word'.repeat(12)}.`;
  expect(phrasesOf(`${long} ${long}`)).toEqual([`${long} `, `${long} `]);
});

it('cuts a very long sentence after a blank, and a very long word anywhere', () => {
  const phrases = phrasesOf(`${'rabarbar '.repeat(40)}`);
  expect(phrases.length).toBeGreaterThan(2);
  expect(phrases.every((phrase) => phrase.endsWith('rabarbar '))).toBe(true);
  expect(phrasesOf('語'.repeat(100)).length).toBeGreaterThan(1);
});

it('has nothing to say where there is nothing but blanks', () => {
  expect(phrasesOf('')).toEqual([]);
  expect(phrasesOf(' \n\t\u0000 ')).toEqual([]);
});

it('loses nothing of any text, and never makes a phrase that a header cannot count', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      const phrases = phrasesOf(text);
      expect(phrases.join('').trim()).toBe(speakable(text));
      for (const phrase of phrases) {
        expect(Buffer.byteLength(phrase)).toBeLessThanOrEqual(160);
        expect(phrase.isWellFormed()).toBe(true);
      }
    }),
  );
});
