import { mkdtempSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createRedactor } from '../../src/domain/redaction.ts';
import { createLogFile, endingLines, fileSize, firstLines, lastLines } from '../../src/system/log-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
afterAll(() => rmSync(directory, { recursive: true }));

it('never opens a log that is there already', () => {
  const files = [createLogFile(directory, 'svc'), createLogFile(directory, 'svc'), createLogFile(directory, 'svc')];
  expect(files.map(({ name }) => name)).toEqual(['svc.log', 'svc_2.log', 'svc_3.log']);
  for (const file of files) {
    writeSync(file.descriptor, 'x');
    file.close();
    expect(fileSize(file.path)).toBe(1);
  }
  expect(fileSize(join(directory, 'none.log'))).toBeNull();
});

it.each([
  ['', null],
  ['\n \n', null],
  ['first\nlast\n\n', 'last'],
  ['10%\r50%\r99%', '99%'],
  ['TypeError: no weights\n    at load (file:1:1)\n\nNode.js v24.21.0\n', 'TypeError: no weights'],
  ['}\n', '}'],
  ['\u001b[31mno weights\u001b[0m\n\u001b[0m\n', 'no weights'],
])('finds the telling line of %j', (text, line) => {
  const path = join(directory, 'tail.log');
  writeFileSync(path, text);
  expect(lastLines(path, 1)).toEqual(line === null ? [] : [line]);
});

it.each([
  ['one\ntwo\nthree\nfour\n', ['two', 'three', 'four']],
  ['only\n', ['only']],
  ['', []],
  ['loading\n10%\r50%\r99%\n', ['loading', '99%']],
  ['no such file\nno such file\nno such file\ngiving up\n', ['no such file', 'giving up']],
  ['starting\nTypeError: no weights\n    at load (file:1:1)\n\nNode.js v24.21.0\n', ['TypeError: no weights']],
  [
    'starting\nTraceback (most recent call last):\n  File "s.py", line 3, in load\n    open(path)\nOSError: no weights\n',
    ['starting', 'OSError: no weights'],
  ],
  ['  {\n  }\n', ['}']],
  [
    '(A pid=1) starting\n(A pid=1) Traceback (most recent call last):\n(A pid=1)   File "s.py"\n(A pid=1) OSError: none\n',
    ['(A pid=1) starting', '(A pid=1) OSError: none'],
  ],
])('quotes the last three telling lines of %j', (text, lines) => {
  const path = join(directory, 'end.log');
  writeFileSync(path, text);
  expect(lastLines(path, 3)).toEqual(lines);
});

it('cuts a line without end, also where it is searched for facts', () => {
  const path = join(directory, 'endless.log');
  writeFileSync(path, `${'x'.repeat(100_000)}\nend`);
  const cut = [`${'x'.repeat(16_383)}…`, 'end'];
  expect(firstLines(path, 200_000)).toEqual(cut);
  expect(endingLines(path, 200_000)).toEqual(cut);
});

it('marks where a line was cut, and cuts no character', () => {
  const path = join(directory, 'cut.log');
  writeFileSync(path, 'one and two\nend\n');
  expect(endingLines(path, 8)).toEqual(['…two', 'end', '']);
  expect(endingLines(path, 4)).toEqual(['end', '']);
  expect(endingLines(path, 16)).toEqual(['one and two', 'end', '']);
  writeFileSync(path, '🙂🙂end');
  for (const bytes of [4, 5, 6]) expect(endingLines(path, bytes)).toEqual(['…end']);
  for (const bytes of [5, 6, 7]) expect(firstLines(path, bytes)).toEqual(['🙂…']);
});

it('lets a secret be known that a cut went through', () => {
  const path = join(directory, 'secret.log');
  const { text } = createRedactor(['sk-0123456789abcdef']);
  const after = ' '.padEnd(8192 - 12, 'x');
  writeFileSync(path, `the key is sk-0123456789abcdef${after}`);
  expect(lastLines(path, 3).map(text)).toEqual([`…[redacted]${after}`]);
  const before = 'x'.repeat(16_384 - 13);
  writeFileSync(path, `${before} sk-0123456789abcdef`);
  expect(endingLines(path, 100_000).map(text)).toEqual([`${before} [redacted]…`]);
});

it('knows no size of what is no path', () => {
  expect(['a\0b', `/${'x'.repeat(5000)}`, `${directory}/svc.log/x`].map(fileSize)).toEqual([null, null, null]);
});

it('reads the beginning of a log and no more', () => {
  const path = join(directory, 'beginning.log');
  writeFileSync(path, 'one\r\ntwo\nthree\n');
  expect(firstLines(path, 7)).toEqual(['one', 'tw…']);
  expect(firstLines(path, 9)).toEqual(['one', 'two', '']);
  expect(firstLines(path, 15)).toEqual(['one', 'two', 'three', '']);
  expect(firstLines(join(directory, 'none.log'), 7)).toEqual([]);
});
