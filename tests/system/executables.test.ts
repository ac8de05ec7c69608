import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findExecutable } from '../../src/system/executables.ts';

const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
afterAll(() => rmSync(directory, { recursive: true }));
mkdirSync(join(directory, 'first', 'tool'), { recursive: true });
mkdirSync(join(directory, 'second'));
writeFileSync(join(directory, 'first', 'other'), '');
for (const name of ['tool', 'other']) {
  writeFileSync(join(directory, 'second', name), '#!/bin/sh\n');
  chmodSync(join(directory, 'second', name), 0o755);
}
const path = `${directory}/first::${directory}/second`;

it('takes the first file on PATH that can be executed', () => {
  expect(findExecutable('tool', path, '/')).toEqual({ kind: 'found', path: join(directory, 'second', 'tool') });
  expect(findExecutable('other', path, '/')).toEqual({ kind: 'found', path: join(directory, 'second', 'other') });
});

it('takes a path relative to the directory in which the program is to run', () => {
  expect(findExecutable('./tool', path, join(directory, 'second'))).toMatchObject({ kind: 'found' });
  expect(findExecutable('./tool', path, '/')).toEqual({ kind: 'missing' });
});

it('tells a file that may not be executed from one that is not there', () => {
  expect(findExecutable('other', `${directory}/first`, '/')).toMatchObject({ kind: 'not-executable' });
  expect(findExecutable('none', path, '/')).toEqual({ kind: 'missing' });
  expect(findExecutable('none', undefined, '/')).toEqual({ kind: 'missing' });
});

it('passes over what cannot be looked at', () => {
  symlinkSync('loop', join(directory, 'loop'));
  const found = findExecutable('tool', `${directory}/loop:/${'x'.repeat(300)}:${path}`, '/');
  expect(found).toEqual({ kind: 'found', path: join(directory, 'second', 'tool') });
  expect(findExecutable('too\0l', path, '/')).toEqual({ kind: 'missing' });
});
