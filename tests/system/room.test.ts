// A folder without room is tried on a real disk, in tests/end-to-end/full-disk.test.ts.
import { readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { requireRoom } from '../../src/system/room.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

it('leaves nothing behind, whatever was there', () => {
  const folder = temporaryDirectory();
  const other = join(folder, 'other');
  writeFileSync(other, 'text');
  symlinkSync(other, join(folder, '.room'));
  requireRoom(folder);
  expect(readdirSync(folder)).toEqual(['other']);
  expect(readFileSync(other, 'utf8')).toBe('text');
});

it('throws what the system says', () => {
  expect(() => requireRoom(join(temporaryDirectory(), 'gone'))).toThrow(/ENOENT/);
});
