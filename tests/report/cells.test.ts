import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileLink, lineCell, SheetNames, textCell, timeCell } from '../../src/report/cells.ts';

describe('textCell', () => {
  it.each([
    ['=HYPERLINK("http://evil","x")', '=HYPERLINK("http://evil","x")'],
    ['\u001b[31mred\u001b[0m\u0000\u0007 text', 'red text'],
    ['two\r\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['\ud800 half a pair', '\ufffd half a pair'],
    ['\uffff\ufffe', '\ufffd\ufffd'],
    ['_x000A_ is no line feed', '_x005F_x000A_ is no line feed'],
    ['snake_xray_', 'snake_xray_'],
  ])('makes of %j the text %j', (text, expected) => {
    expect(textCell(text)).toBe(expected);
  });

  it('never exceeds what a cell may hold, escapes included', () => {
    for (const text of ['x'.repeat(40_000), '_x0041_'.repeat(6_000), '😀'.repeat(20_000)]) {
      const cell = textCell(text);
      expect(cell.length).toBeLessThanOrEqual(32_767);
      expect(cell.isWellFormed()).toBe(true);
      expect(cell.endsWith('…')).toBe(true);
    }
  });

  it('holds nothing that XML forbids, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textCell(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u);
      }),
    );
  });

  it('puts a text on one line where asked to', () => {
    expect(lineCell('one\n  two\tthree ')).toBe('one two three');
  });
});

describe('fileLink', () => {
  it('leads from the workbook to the file', () => {
    expect(fileLink('artifacts/a b.txt', '')).toEqual({ text: 'artifacts/a b.txt', target: 'artifacts/a%20b.txt' });
    expect(fileLink('a.log', '../logs/RUN #1')).toEqual({ text: 'a.log', target: '../logs/RUN%20%231/a.log' });
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'http://evil/x',
    'file:///etc/passwd',
    '\\\\server\\share',
    'artifacts/../../x',
    'javascript:alert(1)',
    '#Sheet!A1',
    '',
  ])('leaves %j a text', (path) => {
    expect(fileLink(path, '')).toBe(path);
  });
});

describe('SheetNames', () => {
  it('gives names that Excel takes, each once', () => {
    const names = new SheetNames();
    expect(
      ['llm', 'LLM', 'llm', 'a/b:c[d]*?\\', "'quoted'", '', 'history', 'x'.repeat(40), 'x'.repeat(40)].map((name) =>
        names.take(name),
      ),
    ).toEqual([
      'llm',
      'LLM (2)',
      'llm (3)',
      'a-b-c-d----',
      'quoted',
      'sheet',
      'history (2)',
      'x'.repeat(31),
      `${'x'.repeat(27)} (2)`,
    ]);
  });
});

it('makes no date of what is none', () => {
  expect(timeCell('2026-11-21T14:30:05.123Z')).toEqual(new Date('2026-11-21T14:30:05.123Z'));
  expect(timeCell('yesterday')).toBeNull();
});
