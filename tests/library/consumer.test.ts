// The package as another program sees it: through its exports, with the types that the build wrote.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyLogs, recordRun } from '../support/recorded-runs.ts';
import { root } from '../support/runner.ts';

/** A folder with `flightdeck` among its packages. */
function project(): string {
  const directory = emptyLogs();
  mkdirSync(join(directory, 'node_modules/@types'), { recursive: true });
  symlinkSync(root, join(directory, 'node_modules/flightdeck'));
  symlinkSync(join(root, 'node_modules/@types/node'), join(directory, 'node_modules/@types/node'));
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  const logs = join(directory, 'logs');
  recordRun(logs, 'RUN_20260301_101500', { tests: { 'LLM-001': 'failed', B: 'passed' }, plan: 'Full local stack' });
  recordRun(logs, 'RUN_20260302_101500', { tests: { 'LLM-001': 'passed', B: 'passed' }, plan: 'Full local stack' });
  return directory;
}

function run(directory: string, program: string): string {
  writeFileSync(join(directory, 'program.mjs'), program);
  return execFileSync(process.execPath, ['program.mjs'], { cwd: directory, encoding: 'utf8', stdio: 'pipe' });
}

/** What the compiler says of a strict program. */
function compile(directory: string, program: string): string {
  writeFileSync(join(directory, 'program.ts'), program);
  const options = {
    strict: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2024',
    types: ['node'],
    skipLibCheck: false,
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['program.ts'] }));
  try {
    return execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc')], {
      cwd: directory,
      encoding: 'utf8',
    });
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error);
  }
}

describe('import … from flightdeck', () => {
  it('answers what docs/library.md shows', () => {
    const directory = project();
    const [, example = ''] = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'docs/library.md'), 'utf8')) ?? [];
    cpSync(join(directory, 'logs/RUN_20260301_101500'), join(directory, 'logs/RUN_20260303_101500'), {
      recursive: true,
    });
    expect(run(directory, example).split('\n').slice(0, 4)).toEqual([
      'RUN_20260301_101500 1 0',
      'RUN_20260302_101500 2 0',
      'RUN_20260303_101500 1 1',
      'LLM-001[m] degrading',
    ]);
    expect(run(directory, `${example}\nconsole.log(failed.length);`).trimEnd().split('\n').at(-1)).toBe('2');
    expect(run(directory, example)).toMatch(/^LLM-001\[m\] failed \{$/m);
  });

  it('has types that a strict program can be checked against, without ours being checked less strictly', () => {
    const directory = project();
    const program = `
      import { type HistoryRecord, type HistoryStore, openHistory, readRun, type RunData, runQuality, UserError } from 'flightdeck';
      const history: HistoryStore = await openHistory({ logsDirectory: 'logs' });
      const records: readonly HistoryRecord[] = await history.records({ by: 'plan', result: 'failed' });
      export const rates: (number | null)[] = (await history.runs()).map(({ summary }) => runQuality(summary).passRate);
      export const described: string | undefined = records[0]?.failures[0]?.description;
      const run: RunData = await readRun('logs/RUN_20260301_101500');
      for (const domain of run.domains) for await (const result of domain.results()) console.log(result.metrics['ttftMs']);
      if (rates.length === 0) throw new UserError('none', 'no runs');`;
    expect(compile(directory, program)).toBe('');
    expect(compile(directory, program.replace("by: 'plan'", "by: 'agent'"))).toContain(
      '\'"agent"\' is not assignable to type',
    );
    expect(compile(directory, program.replace('.description', '.reason'))).toContain(
      "Property 'reason' does not exist",
    );
  });

  it('does not let anything else be imported', () => {
    expect(() => run(project(), "await import('flightdeck/dist/runner.js');")).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
