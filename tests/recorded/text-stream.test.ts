import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrokenArrayError, readArrayItems, readLines } from '../../src/recorded/text-stream.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'text-stream-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function itemsOf(text: string): Promise<unknown[]> {
  const path = join(directory, 'array.json');
  await writeFile(path, text);
  const items: unknown[] = [];
  for await (const item of readArrayItems(path)) items.push(JSON.parse(item));
  return items;
}

describe('readArrayItems', () => {
  it('finds the items of any array in any layout', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1, '\t'), async (values, layout) => {
        const text = JSON.stringify(values, null, layout);
        expect(await itemsOf(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 150 },
    );
  });

  it('finds items that lie across the borders of what is read at once', async () => {
    const values = Array.from({ length: 400 }, (_, index) => ({ index, text: 'é"]},\\'.repeat(index) }));
    expect(await itemsOf(JSON.stringify(values))).toEqual(values);
  });

  it.each([
    ['', 'it is empty'],
    ['{"a": 1}', 'it is not one JSON array'],
    ['[1, 2', 'it ends in the middle'],
    ['[1, 2] 3', 'it is not one JSON array'],
    ['[1, , 2]', 'it holds an empty item'],
  ])('refuses %j', async (text, message) => {
    await expect(itemsOf(text)).rejects.toEqual(new BrokenArrayError(message));
  });

  it('gives the items that come before a break', async () => {
    const path = join(directory, 'broken.json');
    await writeFile(path, '[{"a": 1},\n{"a": 2},\n{"a": ');
    const items: string[] = [];
    await expect(async () => {
      for await (const item of readArrayItems(path)) items.push(item);
    }).rejects.toThrow(BrokenArrayError);
    expect(items).toEqual(['{"a": 1}', '{"a": 2}']);
  });
});

describe('readLines', () => {
  it('numbers lines and tells a torn one from a whole one', async () => {
    const path = join(directory, 'lines');
    await writeFile(path, 'one\n\nthree\nfo');
    const lines = [];
    for await (const line of readLines(path)) lines.push(line);
    expect(lines).toEqual([
      { number: 1, text: 'one', complete: true, end: 4 },
      { number: 2, text: '', complete: true, end: 5 },
      { number: 3, text: 'three', complete: true, end: 11 },
      { number: 4, text: 'fo', complete: false, end: 13 },
    ]);
  });

  it('begins at a byte, and tells where each line ends from there on, in bytes and across the borders of what is read', async () => {
    const path = join(directory, 'many');
    const texts = Array.from({ length: 3000 }, (_, index) => 'é'.repeat(index % 200));
    await writeFile(path, `${texts.join('\n')}\n`);
    const bytes = await readFile(path);
    let end = 0;
    for await (const line of readLines(path)) {
      end += Buffer.byteLength(texts[line.number - 1] ?? '') + 1;
      expect(line.end).toBe(end);
      if (line.number % 500 !== 0) continue;
      const rest = [];
      for await (const { text, end: there } of readLines(path, end)) rest.push([text, there]);
      expect(rest.map(([text]) => text)).toEqual(texts.slice(line.number));
      expect(rest.at(-1)?.[1] ?? end).toBe(bytes.length);
    }
  });

  it('keeps reading after a line that is too long to keep', async () => {
    const path = join(directory, 'long');
    await writeFile(path, `before\n${'x'.repeat(33 * 1024 * 1024)}\nafter\n`);
    const lines = [];
    for await (const { text } of readLines(path)) lines.push(text);
    expect(lines).toEqual(['before', null, 'after']);
  });
});
