import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../../src/plan/data/json-fault.ts';

it.each([
  ['{"a": 1, "b" 2}', 13, '":" is expected here'],
  ['{"a": tru}', 6, 'a value is expected here'],
  ['{"a": [1, 2}', 11, '"," or "]" is expected here'],
  ['{"a": 1', 7, 'the line ends where "," or "}" is expected'],
  ['{"a": 1}}', 8, 'the end of the line is expected here'],
  ['{"a": "x\\q"}', 6, 'this text has a control character or an escape sequence that JSON does not take'],
  ['{"a": "x}', 6, 'a quote begins here and does not end'],
  ['{a: 1}', 1, 'a key in double quotes is expected here'],
  ['[1,]', 3, 'a value is expected here'],
  ['', 0, 'the line ends where a value is expected'],
])('finds where %s stops being JSON', (text, index, message) => {
  expect(jsonFault(text)).toEqual({ index, message: `not JSON: ${message}` });
});

it('finds no fault in what is JSON', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(jsonFault(text)).toEqual({ index: text.length, message: expect.stringContaining('the end of the line') });
    }),
  );
});

it('points into the text, whatever it is', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', '"a"', ':', ',', '1', 'null', '"', '\\', ' ', 'x', '-');
  fc.assert(
    fc.property(fc.array(piece), (all) => {
      const text = all.join('');
      const { index } = jsonFault(text);
      expect(index).toBeGreaterThanOrEqual(0);
      expect(index).toBeLessThanOrEqual(text.length);
    }),
  );
});

it('takes any nesting', () => {
  expect(jsonFault('['.repeat(100_000))).toMatchObject({ index: 100_000 });
});
