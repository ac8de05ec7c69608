import { describe, expect, it } from 'vitest';
import { cut, jsonText, oneLine, plainText, safeName } from '../../src/domain/text.ts';

const hostile = '\u001b]0;title\u0007\u001b[31mred\u001b[0m \u009b31m \u202eevil\u202c\u061c \u0000nul\ttab\r\nline';

describe('foreign text', () => {
  it('keeps its words and loses what could steer a terminal', () => {
    expect(plainText(hostile)).toBe('red  evil nul\ttab\nline');
    expect(oneLine(hostile)).toBe('red evil nul tab line');
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
