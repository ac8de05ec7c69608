import { appendFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { followLines } from '../../src/system/follow-lines.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

it('gives a line once its line feed is there, however the bytes arrive', () => {
  const path = join(temporaryDirectory(), 'lines.log');
  writeFileSync(path, 'one\ntw');
  const lines = followLines(path);
  expect(lines.next()).toEqual(['one']);
  expect(lines.next()).toEqual([]);
  const [first, second] = [Buffer.from('o é'.slice(0, 2)), Buffer.from('é\r\nthree\n')];
  appendFileSync(path, Buffer.concat([first, second.subarray(0, 1)]));
  expect(lines.next()).toEqual([]);
  appendFileSync(path, second.subarray(1));
  expect(lines.next()).toEqual(['two é', 'three']);
});

it('follows a log that is written in large parts', () => {
  const path = join(temporaryDirectory(), 'large.log');
  writeFileSync(path, 'a line of some length\n'.repeat(20_000));
  expect(followLines(path).next()).toHaveLength(20_000);
});

it('leaves the rest of a log that grows faster than it is read for later', () => {
  const path = join(temporaryDirectory(), 'flood.log');
  writeFileSync(path, `${'x'.repeat(1023)}\n`.repeat(1500));
  const lines = followLines(path);
  expect([lines.next(), lines.next(), lines.next()].map(({ length }) => length)).toEqual([1024, 476, 0]);
});

it('cuts a line without end', () => {
  const path = join(temporaryDirectory(), 'endless.log');
  writeFileSync(path, `${'é'.repeat(300_000)}\nend\n`);
  expect(followLines(path).next()).toEqual(['é'.repeat(8192), 'end']);
});

it('goes on near the end of a log that has become hundreds of megabytes longer', () => {
  const path = join(temporaryDirectory(), 'sparse.log');
  writeFileSync(path, 'begin\n');
  const lines = followLines(path);
  expect(lines.next()).toEqual(['begin']);
  truncateSync(path, 5 * 1024 ** 3);
  appendFileSync(path, '\nready\n');
  const found: string[] = [];
  for (let calls = 0; calls < 3; calls += 1) found.push(...lines.next());
  expect([found.length, found.at(-1), lines.isBehind]).toEqual([2, 'ready', false]);
});

it('reads all of a log that has become less longer than that, in parts', () => {
  const path = join(temporaryDirectory(), 'long.log');
  writeFileSync(path, 'begin\n');
  truncateSync(path, 250 * 1024 * 1024);
  appendFileSync(path, '\nready\n');
  const lines = followLines(path);
  const found = [...lines.next()];
  for (let calls = 1; lines.isBehind && calls < 5; calls += 1) found.push(...lines.next());
  expect([found[0], found.length, found.at(-1)]).toEqual(['begin', 3, 'ready']);
});

it('waits for a log that is not there yet', () => {
  const path = join(temporaryDirectory(), 'late.log');
  const lines = followLines(path);
  expect([lines.next(), lines.isBehind]).toEqual([[], false]);
  writeFileSync(path, 'here\n');
  expect(lines.next()).toEqual(['here']);
});
