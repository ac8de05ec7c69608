import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAppendFile } from '../../src/system/append-file.ts';
import { RemovedError } from '../../src/system/path-error.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

it.for(['fsync', 'os'] as const)('holds every text when it returns, with %s', (durability) => {
  const path = join(temporaryDirectory(), 'events.jsonl');
  const file = openAppendFile(path, durability);
  file.append('one é\n');
  expect(readFileSync(path, 'utf8')).toBe('one é\n');
  file.append('two 🙂\n');
  file.flush();
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('one é\ntwo 🙂\n');
});

it.for([
  { what: 'removed', by: (folder: string) => rmSync(folder, { recursive: true }) },
  { what: 'moved', by: (folder: string) => renameSync(folder, `${folder}_2`) },
  {
    what: 'replaced by another one',
    by: (folder: string) => {
      renameSync(folder, `${folder}_2`);
      mkdirSync(folder);
      writeFileSync(join(folder, 'events.jsonl'), '');
    },
  },
])('notices at the next flush that its folder was $what', ({ by }) => {
  const folder = join(temporaryDirectory(), 'RUN_1');
  mkdirSync(folder);
  const file = openAppendFile(join(folder, 'events.jsonl'), 'os');
  file.flush();
  by(folder);
  file.append('nobody will find this\n');
  expect(() => file.flush()).toThrow(RemovedError);
  file.close();
});
