import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exampleTests, groupedRun } from '../support/grouped-run.ts';
import { root, runnerProgram } from '../support/runner.ts';
import { runFolder } from '../support/sample-run-folder.ts';

const page = readFileSync(join(root, 'docs/runs-over-time.md'), 'utf8');
const broken = (): Promise<string> => runFolder(groupedRun(exampleTests));
const whole = (): Promise<string> => runFolder(groupedRun(exampleTests, { finished: true }));

function printed(...args: readonly string[]): unknown {
  const { stdout, stderr } = spawnSync(runnerProgram, [...args, '--json'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('docs/runs-over-time.md', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['status', async () => printed('status', await broken())],
    ['compare', async () => printed('compare', await whole(), await broken())],
    ['abandon', async () => printed('abandon', await broken())],
  ])('names each key that runner %s --json prints', async (command, print) => {
    const [, section = ''] = new RegExp(`^## \`runner ${command} .*\\n([^]*?)(?=^## |$(?![^]))`, 'm').exec(page) ?? [];
    const named = new Set([...section.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
    const missing = keysIn(await print()).filter((key) => !named.has(key));
    expect(missing).toEqual([]);
  });
});

/** Of the object, and of those directly in it. */
function keysIn(value: unknown): string[] {
  const own = (each: unknown): string[] =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.keys(each) : [];
  const parts = typeof value === 'object' && value !== null ? Object.values(value) : [];
  const within = parts.flatMap((part) => (Array.isArray(part) ? part.flatMap(own) : own(part)));
  return [...new Set([...own(value), ...within])];
}
