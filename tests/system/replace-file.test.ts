import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFile } from '../../src/system/replace-file.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

it.for(['fsync', 'os'] as const)('replaces what was there and leaves nothing beside it, with %s', (durability) => {
  const directory = temporaryDirectory();
  const path = join(directory, 'run.json');
  for (const text of ['a first, longer text', 'é 🙂']) {
    replaceFile(path, text, durability);
    expect(readFileSync(path, 'utf8')).toBe(text);
  }
  expect(readdirSync(directory)).toEqual(['run.json']);
});

it('writes bytes as they are', () => {
  const path = join(temporaryDirectory(), 'sound.wav');
  replaceFile(path, new Uint8Array([0, 255, 10]), 'os');
  expect([...readFileSync(path)]).toEqual([0, 255, 10]);
});

it('takes over what an interrupted attempt left behind', () => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, '.run.json.new'), 'something longer than what follows');
  replaceFile(join(directory, 'run.json'), 'short', 'os');
  expect(readdirSync(directory)).toEqual(['run.json']);
  expect(readFileSync(join(directory, 'run.json'), 'utf8')).toBe('short');
});

it('leaves nothing of an attempt that failed', () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'run.json'));
  expect(() => replaceFile(join(directory, 'run.json'), 'text', 'os')).toThrow(/EISDIR/);
  expect(readdirSync(directory)).toEqual(['run.json']);
});
