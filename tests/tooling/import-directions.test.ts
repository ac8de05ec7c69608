import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  cpSync(join(root, 'tsconfig.json'), join(project, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function source(path: string, text: string): void {
  const file = join(project, 'src', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function check(): Promise<{ exitCode: number | undefined; stdout: string }> {
  const rules = join(root, 'scripts/tooling/import-rules.cjs');
  const { exitCode, stdout } = await execa('depcruise', ['--config', rules, 'src'], {
    cwd: project,
    preferLocal: true,
    localDir: root,
    reject: false,
  });
  return { exitCode, stdout };
}

it('lets allowed imports pass, and reads TypeScript at all', async () => {
  source('domain/plan.ts', 'export const plan = 1;\n');
  source('engine/session.ts', "import { plan } from '../domain/plan.ts';\nexport const session = plan;\n");
  const { exitCode, stdout } = await check();
  expect(stdout).toContain('no dependency violations found (2 modules, 1 dependencies cruised)');
  expect(exitCode).toBe(0);
});

it.each([
  ['engine/session.ts', '../tui/app.tsx', 'tui/app.tsx', 'engine-imports'],
  ['domain/plan.ts', '../system/clock.ts', 'system/clock.ts', 'domain-imports'],
  ['projections/journal.ts', './dashboard/state.ts', 'projections/dashboard/state.ts', 'projections-apart'],
  ['report/workbook.ts', 'react', null, 'ink-in-tui'],
])('refuses that %s imports %s', async (importer, specifier, target, rule) => {
  if (target !== null) source(target, 'export const value = 1;\n');
  source(importer, `import * as other from '${specifier}';\nexport const used = other;\n`);
  const { exitCode, stdout } = await check();
  expect(stdout).toContain(`error ${rule}: src/${importer} → `);
  expect(exitCode).not.toBe(0);
});

it('refuses an import in a type alone, and a cycle', async () => {
  source('domain/a.ts', "import type { B } from '../engine/b.ts';\nexport type A = B;\n");
  source('engine/b.ts', "import type { A } from '../domain/a.ts';\nexport type B = A;\n");
  const { stdout } = await check();
  expect(stdout).toContain('domain-imports');
  expect(stdout).toContain('no-cycles');
});
