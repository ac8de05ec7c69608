import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mendLastLine } from '../../src/system/torn-line.ts';

const directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
afterAll(() => rmSync(directory, { recursive: true }));
const path = join(directory, 'lines');

function mended(text: string, isWhole: (line: string) => boolean = () => false): { text: string; cut: number } {
  writeFileSync(path, text);
  const cut = mendLastLine(path, isWhole);
  return { text: readFileSync(path, 'utf8'), cut };
}

it('leaves a file alone that ends with a line feed, or that is empty', () => {
  expect(mended('a\nb\n')).toEqual({ text: 'a\nb\n', cut: 0 });
  expect(mended('')).toEqual({ text: '', cut: 0 });
});

it('cuts a line off that was not finished, however long it is, and nothing else', () => {
  expect(mended('a\nb')).toEqual({ text: 'a\n', cut: 1 });
  expect(mended('é')).toEqual({ text: '', cut: 2 });
  const long = 'x'.repeat(200_000);
  expect(mended(`a\n${long}\n${long}`)).toEqual({ text: `a\n${long}\n`, cut: 200_000 });
});

it('finishes a last line that is whole', () => {
  expect(mended('a\nb', (line) => line === 'b')).toEqual({ text: 'a\nb\n', cut: 0 });
});
