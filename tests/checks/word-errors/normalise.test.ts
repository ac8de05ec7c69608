import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { none, normaliserFor, normaliserNamed, normaliserOf } from '../../../src/checks/word-errors/normalise.ts';

const basic = normaliserNamed('basic');

it('names each normaliser as results record it', () => {
  expect([normaliserNamed('english').name, basic.name, normaliserNamed('none').name]).toEqual([
    'english-1',
    'basic-1',
    'none',
  ]);
});

it.each(['en', 'en-US', 'en_GB', 'EN', 'eng', 'English', ' en '])('takes the English one for %j', (language) => {
  expect(normaliserFor(language).name).toBe('english-1');
});

it.each(['pl', 'fr', 'zh', 'enm', 'englisch', '', null])('takes the basic one for %j', (language) => {
  expect(normaliserFor(language).name).toBe('basic-1');
});

it('does what the scenario says before it looks at the language', () => {
  expect(normaliserOf({ normaliser: 'auto', language: 'en' }).name).toBe('english-1');
  expect(normaliserOf({ normaliser: 'auto', language: null }).name).toBe('basic-1');
  expect(normaliserOf({ normaliser: 'none', language: 'en' }).name).toBe('none');
  expect(normaliserOf({ normaliser: 'english', language: null }).name).toBe('english-1');
});

describe('none', () => {
  it('evens out white space and nothing else', () => {
    expect(none.apply('\n Hello,\t  World! \r\n')).toBe('Hello, World!');
  });
});

describe('basic-1', () => {
  it.each([
    ['Hello, World!', 'hello world'],
    ['[music] So… (laughs) <b>yes</b> - no', 'so yes no'],
    ["L’été, c'est « Ça »?", 'l été c est ça'],
    ['Zażółć GĘŚLĄ jaźń', 'zażółć gęślą jaźń'],
    ['ＡＢＣ ①', 'abc 1'],
    ['$5 and 90%', '5 and 90'],
    ['(not closed', 'not closed'],
  ])('makes %j into %j', (text, normalised) => {
    expect(basic.apply(text)).toBe(normalised);
  });

  it.each([
    ['नमस्ते, दुनिया!', 'नमस्ते दुनिया'],
    ['الْعَرَبِيَّة.', 'الْعَرَبِيَّة'],
    ['ขอบคุณที่มา', 'ขอบคุณที่มา'],
  ])('keeps the marks of %j', (text, normalised) => {
    expect(basic.apply(text)).toBe(normalised);
  });

  it('leaves no words of an emoji', () => {
    expect(basic.apply('yes ❤️ 👩‍💻 1️⃣ no')).toBe('yes 1 no');
  });

  it('lets no punctuation count where no blanks are written', () => {
    expect(basic.apply('你好，世界。3 个 OK 吧')).toBe('你好世界 3 个 ok 吧');
    expect(basic.apply('안녕, 세상!')).toBe('안녕 세상');
  });

  it('does not see what cannot be seen', () => {
    expect(basic.apply('\ufeffco\u00adoperate\u200b \u202anow\u202c')).toBe('cooperate now');
    expect(basic.apply('می\u200cخواهم\u200c من')).toBe('می\u200cخواهم من');
  });
});

it('makes nothing more of a text that was normalised', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'aBİß中あ. [](<1\u0301\u200d\u200c\u00ad\u0e48\u0938\u094d😀️ｶﾞΣ') }),
  );
  fc.assert(
    fc.property(anyText, (text) => {
      const once = basic.apply(text);
      expect(basic.apply(once)).toBe(once);
      expect(none.apply(none.apply(text))).toBe(none.apply(text));
    }),
    { numRuns: 1000 },
  );
});
