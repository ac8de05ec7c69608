import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../src/system/folders.ts';
import { pathError } from '../../src/system/path-error.ts';

let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'flightdeck-'));
});
afterEach(() => rmSync(place, { recursive: true }));

it('makes a folder with all those above it, and leaves one alone that is there', () => {
  const folder = join(place, 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(statSync(folder).isDirectory()).toBe(true);
});

it('names the file that is in the way, however far up it is', () => {
  const file = join(place, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow(`${file} is a file, not a folder`);
  expect(() => makeFolder(join(file, 'a', 'b'))).toThrow(`${file} is a file, not a folder`);
});

it('follows a link to a folder, and takes one that leads nowhere for a file', () => {
  symlinkSync(place, join(place, 'here'));
  makeFolder(join(place, 'here', 'a'));
  expect(statSync(join(place, 'a')).isDirectory()).toBe(true);
  symlinkSync(join(place, 'gone'), join(place, 'nowhere'));
  expect(() => makeFolder(join(place, 'nowhere', 'a'))).toThrow(`${place}/nowhere is a file, not a folder`);
});

it.runIf(process.platform === 'linux')('comes to an end where the file system takes no folders', () => {
  expect(() => makeFolder('/proc/flightdeck/logs')).toThrow('nothing can be made in /proc');
});

it.each([
  ['EACCES', 'this user may not write in /x'],
  ['EROFS', '/x can only be read'],
  ['ENOSPC', 'the disk under /x is full'],
  ['EIO', 'the disk under /x does not work as it should (EIO)'],
  ['EXDEV', 'the system refuses it with EXDEV'],
])('says what %s means, with the path that the user knows', (code, sentence) => {
  const error = Object.assign(new Error(`${code}: open '/x/.tmp'`), { code, syscall: 'open' });
  expect(pathError(error, '/x/y')).toMatchObject({ message: sentence });
});

it('leaves what is no fault of the file system as it is', () => {
  const bug = new TypeError('x is not a function');
  expect(pathError(bug, '/x/y')).toBe(bug);
});
