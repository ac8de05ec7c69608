import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliserNamed } from '../../../../src/checks/word-errors/normalise.ts';

const english = normaliserNamed('english');

describe('numbers', () => {
  it.each([
    ['two', '2'],
    ['thirty one', '31'],
    ['five twenty four', '524'],
    ['nineteen ninety nine', '1999'],
    ['two point five million', '2500000'],
    ['$20 million', '$20000000'],
    ['ninety percent', '90%'],
    ['double oh seven', '007'],
    ['two dollars and seventy cents', '$2.70'],
    ['$0.36', '¢36'],
    ['thirty first', '31st'],
    ['minus 500', '-500'],
    ['3 point 14', '3.14'],
    ['10km', '10 km'],
    ['RC232', 'rc 232'],
    ['b747', 'b 747'],
  ])('of the golden table: %j is %j', (text, normalised) => {
    expect(english.apply(text)).toBe(normalised);
  });

  it.each([
    ['four hundred and six', '406'],
    ['seven thousand and eighty', '7080'],
    ['six million two hundred thousand', '6200000'],
    ['sixty two thousand three hundred nineteen', '62319'],
    ['eight hundred thousandth', '800000th'],
    ['a hundred and a half', 'a 100.5'],
    ['seven and a half dollars', '$7.5'],
    ['the cake and a half', 'the cake and a half'],
    ['twenty twenty one', '2021'],
    ['one nine eight four', '1984'],
    ['ten five', '105'],
    ['six triple five', '6555'],
    ['double trouble', 'double trouble'],
    ['zero point oh five', '0.05'],
    ['a good point', 'a good point'],
    ['the 1960s', 'the 1960s'],
    ['nineteen sixties', '1960s'],
    ['twenties', '20s'],
    ['the twenty second of may', 'the 22nd of may'],
    ['eighth and nineteenth', '8th and 19th'],
    ['fifty per cent', '50%'],
    ['five per person', '5 per person'],
    ['sixty five euros', '€65'],
    ['eleven pounds and five cents', '£11.05'],
    ['a dollar', 'a dollar'],
    ['positive thinking', 'positive thinking'],
    ['1,250,000 people', '1250000 people'],
    ['3 14', '3 14'],
    ['one', 'one'],
    ['ones and 1s', 'ones and ones'],
    ['the number 3.1', 'the number 3 one'],
    ['zero zero one', '001'],
    ['2.00', '2'],
  ])('as Whisper does: %j is %j', (text, normalised) => {
    expect(english.apply(text)).toBe(normalised);
  });

  it('keeps "and a half" and reads "ninth", where Whisper does neither', () => {
    expect(english.apply('and a half')).toBe('and a half');
    expect(english.apply('the ninth')).toBe('the 9th');
  });

  it('leaves a number that no one can mean as it is', () => {
    const digits = '9'.repeat(5000);
    expect(english.apply(`${digits} million`)).toBe(`${digits} 1000000`);
  });
});

describe('words', () => {
  it.each([
    ["Let's", 'let us'],
    ["he's like", 'he is like'],
    ["she's been like", 'she has been like'],
    ['Mr. Park visited Assoc. Prof. Kim Jr.', 'mister park visited associate professor kim junior'],
    ['mobilisation', 'mobilization'],
  ])('of the golden table: %j is %j', (text, normalised) => {
    expect(english.apply(text)).toBe(normalised);
  });

  it.each([
    ["I won't, you can't, they don't", 'i will not you can not they do not'],
    ["we'd gone, they'd go, it's got it", 'we had gone they would go it has got it'],
    ["y'all shoulda known, I'ma go", 'you all should have known i am going to go'],
    ['Um, hmm, I uh mean it', 'i mean it'],
    ['(applause) Thank you <br> [MUSIC]', 'thank you'],
    ["the dog 's bowl", 'the dog is bowl'],
    ["you don 't", 'you do not'],
    ['café naïve Øre straße œuvre', 'cafe naive ore strasse oeuvre'],
    ['Wait... what?! Yes—no.', 'wait what yes no'],
    ['C# & R%', 'c r'],
    ['the st. and the est.', 'the saint and the est'],
    ['the stél and the umé', 'the stel and the ume'],
    ['cancelation', 'cancellation'],
  ])('as Whisper does: %j is %j', (text, normalised) => {
    expect(english.apply(text)).toBe(normalised);
  });

  it('takes typographic signs for what they are, and leaves no word made of full stops', () => {
    expect(english.apply('I don’t; it’s')).toBe('i do not it is');
    expect([english.apply('Wait...'), english.apply('Um… wait…'), english.apply('$$ . %')]).toEqual([
      'wait',
      'wait',
      '',
    ]);
  });
});

it('makes nothing more of everyday words that were normalised', () => {
  const words = fc.constantFrom(
    ..."the cat don't it's colour travelled mr dr one two twenty hundred and half ninth 10km 1960s".split(' '),
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), (text) => {
      const once = english.apply(text.join(' '));
      expect(english.apply(once)).toBe(once);
    }),
  );
});

it('is done with a long text before anyone waits', () => {
  const open = '('.repeat(300_000);
  expect(english.apply(`${open} twenty ${open}`)).toBe('20');
  expect(english.apply(`${'<'.repeat(300_000)}>`)).toBe('');
  expect(english.apply(`x${' '.repeat(300_000)}y`)).toBe('x y');
  expect(english.apply('nine '.repeat(30_000))).toMatch(/^9{1,102}( 9{1,102})*$/);
});
