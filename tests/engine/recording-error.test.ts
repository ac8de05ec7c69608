import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RecordingError } from '../../src/engine/recording-error.ts';
import { RemovedError } from '../../src/system/path-error.ts';
import { systemError } from '../support/system-error.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const folder = '/logs/RUN_20261121_143000';
const said = (cause: unknown): string => new RecordingError('llm.json', folder, cause).message;

it('ends a run with exit code 3', () => {
  expect(new RecordingError('events.jsonl', folder, systemError('ENOSPC')).exitCode).toBe(3);
});

it.for([
  [
    'ENOSPC',
    `the disk under ${folder} is full: llm.json cannot be written; every result announced so far is safe in that folder; free some space there, or choose another disk with --logs-dir DIR, and run the plan again`,
  ],
  [
    'EROFS',
    `${folder} can only be read: llm.json cannot be written; every result announced so far is safe in that folder; make it writable again, or choose another place with --logs-dir DIR, and run the plan again`,
  ],
  [
    'EFBIG',
    `a file in ${folder} has become as large as files may be here (ulimit -f): llm.json cannot be written; every result announced so far is safe in that folder; raise the limit, for example with ulimit -f unlimited, and run the plan again`,
  ],
  [
    'EMFILE',
    `in ${folder}, this process may not have more files open (ulimit -n): llm.json cannot be written; every result announced so far is safe in that folder; raise the limit, for example with ulimit -n 1024, and run the plan again`,
  ],
])('says of %s what happened, what is safe and what to do', ([code = '', sentence]) => {
  expect(said(systemError(code))).toBe(sentence);
});

it.for(['EDQUOT', 'EIO', 'ENFILE', 'EACCES', 'EXDEV'])('names the folder and a way out for %s too', (code) => {
  expect(said(systemError(code))).toContain(folder);
  expect(said(systemError(code))).toMatch(/; [^;]+ --logs-dir DIR, and run the plan again$/);
});

it('does not call safe what went away with the folder', () => {
  const gone = new RecordingError('events.jsonl', folder, new RemovedError(`${folder}/events.jsonl`)).message;
  expect(gone).toBe(
    `events.jsonl is no longer in ${folder}: the folder or the file was removed or moved while the run went on, and what was announced so far went with it; find out what did that, perhaps a step of the plan, and run the plan again`,
  );
  expect(said(systemError('ENOENT', 'link'))).toMatch(/^llm\.json is no longer in /);
});

it('quotes an error that is none of the system on one line', () => {
  const place = join(temporaryDirectory(), 'RUN_1');
  mkdirSync(place);
  expect(new RecordingError('llm.json', place, new Error('not\nthat')).message).toMatch(
    new RegExp(`^in ${place}, not that: llm.json cannot be written; `),
  );
});
