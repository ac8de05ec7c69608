import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cutTornLine } from '../../src/system/torn-line.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

it.each([
  ['whole lines', 'one\ntwo\n', 'one\ntwo\n'],
  ['half a line', 'one\ntwo\nthr', 'one\ntwo\n'],
  ['half a line that is longer than what is read at once', `one\n${'x'.repeat(200_000)}`, 'one\n'],
  ['nothing but half a line', 'on', ''],
  ['nothing', '', ''],
])('leaves whole lines of a file that holds %s', (_, before, after) => {
  const path = join(temporaryDirectory(), 'file');
  writeFileSync(path, before);
  expect(cutTornLine(path)).toBe(before.length - after.length);
  expect(readFileSync(path, 'utf8')).toBe(after);
});
