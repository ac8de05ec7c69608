import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as z from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));
const map = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** By room: which others its files may import, as the check enforces it. */
function enforced(): Record<string, string[]> {
  const rules: unknown = createRequire(import.meta.url)(join(root, 'scripts/tooling/import-rules.cjs'));
  const { forbidden } = z
    .object({ forbidden: z.array(z.object({ name: z.string(), comment: z.string().optional() })) })
    .parse(rules);
  return Object.fromEntries(
    forbidden.flatMap(({ name, comment = '' }) => {
      const [, room, allowed = ''] = /^(\w+) may import (.*) and itself$/.exec(comment) ?? [];
      return room === undefined || !name.endsWith('-imports')
        ? []
        : [[room, allowed.split(', ').filter((each) => each !== 'domain')]];
    }),
  );
}

it('shows every room with the imports that the check allows', () => {
  const rooms = enforced();
  expect(Object.keys(rooms).sort()).toEqual(readdirSync(join(root, 'src')).sort());
  for (const [room, allowed] of Object.entries(rooms)) {
    const [, , , cell = ''] =
      new RegExp(`^\\| \`${room}\` \\|([^|]*)\\|([^|]*)\\|`, 'm').exec(map)?.[0].split('|') ?? [];
    expect([...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort(), room).toEqual([...allowed].sort());
  }
});

it('names only files that exist', () => {
  for (const page of [
    'docs/architecture.md',
    ...readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`),
  ]) {
    const text = readFileSync(join(root, page), 'utf8');
    const named = [...text.matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:tsx?|cjs|mjs))`/g)].map(([, path = '']) => path);
    for (const path of named) {
      const found = [join(root, path), join(root, 'src', path)].some((candidate) => existsSync(candidate));
      expect(found, `${page}: ${path}`).toBe(true);
    }
    const links = [...text.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, target = '']) => target);
    for (const target of links) expect(existsSync(join(root, dirname(page), target)), `${page}: ${target}`).toBe(true);
  }
});
