import { expect, it } from 'vitest';
import { present } from '../../src/domain/present.ts';

it('keeps what was measured, nought and empty words among it, and has no key for what was not', () => {
  const found = present({ ttftMs: 41.2, underruns: 0, finishReason: '', e2eMs: undefined, powerW: null });
  expect(Object.entries(found)).toEqual([
    ['ttftMs', 41.2],
    ['underruns', 0],
    ['finishReason', ''],
  ]);
});
