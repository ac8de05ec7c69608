import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createJsonArrayFile } from '../../src/system/json-array-file.ts';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  path = join(directory, 'llm.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('is a whole JSON array after every item, in order', () => {
  const file = createJsonArrayFile(path);
  expect(existsSync(path)).toBe(false);
  for (let count = 1; count <= 5; count += 1) {
    file.append(JSON.stringify({ count, text: 'é 🙂' }));
    const items: { count: number }[] = JSON.parse(readFileSync(path, 'utf8'));
    expect(items.map((item) => item.count)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  }
  file.close();
  expect(readdirSync(directory)).toEqual(['llm.json']);
});

it('goes on after earlier items, which replace what was there', () => {
  writeFileSync(path, '[{"count": 7}, {"torn');
  const file = createJsonArrayFile(path, ['{"count":1}', '{"count":2}']);
  const counts = () => JSON.parse(readFileSync(path, 'utf8')).map(({ count }: { count: number }) => count);
  expect(counts()).toEqual([1, 2]);
  for (const count of [3, 4, 5]) {
    file.append(JSON.stringify({ count }));
    expect(counts()).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  }
  file.close();
  expect(readdirSync(directory)).toEqual(['llm.json']);
});

it('leaves nothing behind where nothing was recorded', () => {
  createJsonArrayFile(path).close();
  expect(readdirSync(directory)).toEqual([]);
});

it('is whole, with every announced item, whenever its writer is killed', async () => {
  const writer = fileURLToPath(new URL('../fixtures/processes/array-writer.ts', import.meta.url));
  for (let round = 0; round < 12; round += 1) {
    const child = spawn(process.execPath, [writer, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    let announced = '';
    child.stdout.on('data', (chunk: Buffer) => {
      announced += chunk.toString();
      if (announced.length > 100 + round * 137) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const last = Number(announced.trimEnd().split('\n').at(-1));
    const items: { count: number }[] = JSON.parse(readFileSync(path, 'utf8'));
    expect(items.length).toBeGreaterThanOrEqual(last);
    expect(items.at(-1)?.count).toBe(items.length);
  }
});
