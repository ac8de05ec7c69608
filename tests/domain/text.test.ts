import { describe, expect, it } from 'vitest';
import { cut, jsonText, oneLine, plainText, safeName } from '../../src/domain/text.ts';

const hostile = '\u001b]0;title\u0007\u001b[31mred\u001b[0m \u009b31m \u202eevil\u202c\u061c \u0000nul\ttab\r\nline';

describe('foreign text', () => {
  it('keeps its words and loses what could steer a terminal', () => {
    expect(plainText(hostile)).toBe('red  evil nul\ttab\nline');
    expect(oneLine(hostile)).toBe('red evil nul tab line');
  });

  it('loses escape sequences of every kind, with all that belongs to them', () => {
    const kinds = [
      '\u001b[01;31m\u001b[K',
      '\u001b]8;;http://x y\u001b\\',
      '\u001bP1$r\u001b\\',
      '\u009b1m',
      '\u001b(B',
      '\u001bc',
    ];
    for (const kind of kinds) expect(plainText(`a${kind}b`), JSON.stringify(kind)).toBe('ab');
    expect(plainText('\u001b]0;no end\nb')).toBe('0;no end\nb');
  });

  it('keeps its lines, whatever separates them, and loses tags, which are letters that nobody sees', () => {
    const text = 'one\u2028two\u2029three\u{e0001}\u{e0041}\u{e007f}';
    expect(plainText(text)).toBe('one\ntwo\nthree');
    expect(oneLine(text)).toBe('one two three');
    const json = jsonText({ text });
    expect(json).not.toMatch(/[\u2028\u2029]|[\u{e0000}-\u{e007f}]/u);
    expect(JSON.parse(json)).toEqual({ text });
  });

  it('keeps signs that are joined by what has no width', () => {
    expect(plainText('👩\u200d🔧 ✔\ufe0f')).toBe('👩\u200d🔧 ✔\ufe0f');
  });

  it('takes little time however many sequences it begins', () => {
    for (const beginning of ['\u001b]', '\u001b[3', '\u001bP;', '\u0090']) {
      expect(plainText(beginning.repeat(200_000)).length).toBeLessThan(600_000);
    }
  });

  it('stands in JSON without raw controls, and reads back as it was', () => {
    const json = jsonText({ text: hostile });
    expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u061c]/);
    expect(JSON.parse(json)).toEqual({ text: hostile });
  });

  it('is cut with an ellipsis, and never through a character', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect(cut('abcd🙂g', 6)).toBe('abcd…');
  });

  it('becomes a file name that stays where it is put', () => {
    expect(safeName('../../etc/passwd')).toBe('etc-passwd');
    expect(safeName('qwen3:8b')).toBe('qwen3-8b');
    expect(safeName('🙂')).toBe('unnamed');
    expect(safeName('x'.repeat(300))).toHaveLength(80);
  });
});
