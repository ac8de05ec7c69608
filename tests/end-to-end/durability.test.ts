// What reaches the disk before it is told, as the kernel is asked for it: no test can take a machine's power away.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runnerProgram, type TestEnd, Workspace } from '../support/runner.ts';

const noTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0 ? null : 'strace is missing or forbidden';

const plan = `
name: Durable
domains:
  tools:
    driver: command
    scenarios: [{ id: A, steps: [{ run: seq 1000 }], repeats: 3 }]`;

/** In order: `announce` for each result on stdout, and the paths within the logs folder that were synced. */
async function tracedRun(test: TestEnd, durability: string): Promise<readonly string[]> {
  const workspace = new Workspace(test);
  const trace = join(workspace.directory, 'trace');
  const tracing = ['-f', '-qq', '-y', '-e', 'trace=fsync,fdatasync,write', '-s', '200', '-o', trace];
  const run = [runnerProgram, workspace.plan(plan), '--logs-dir', workspace.logs, '--no-report'];
  const { code, stdout } = await workspace.run([...tracing, ...run, '--reporter', 'json', '--durability', durability], {
    program: 'strace',
  });
  expect(code, stdout).toBe(0);
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => callOf(line, workspace.logs));
}

function callOf(line: string, logs: string): readonly string[] {
  const [, call, descriptor, path = ''] = /^\d+ +(\w+)\((\d+)<([^>]*)>/.exec(line) ?? [];
  if (call === 'write') return descriptor === '1' && line.includes('trial.finished') ? ['announce'] : [];
  if (call !== 'fsync' && call !== 'fdatasync') return [];
  return path.startsWith(logs)
    ? [
        path
          .slice(logs.length)
          .replace(/RUN_\d+_\d+/, 'RUN')
          .replace(/_1_\d_|_\d_1_/, '_'),
      ]
    : [];
}

describe('--durability', { concurrent: true }, () => {
  it('fsync has each result and its outputs on the disk before it is told, and the names of all files', async (test) => {
    test.skip(noTrace !== null, noTrace ?? '');
    const calls = await tracedRun(test, 'fsync');
    const result = ['/RUN/events.jsonl', '/RUN/artifacts/tools_A_step1.stdout.txt', '/RUN/artifacts', 'announce'];
    expect(calls).toEqual([
      '/RUN/.system_info.yaml.new',
      '/RUN',
      '',
      '/RUN/events.jsonl', // run.started
      ...result,
      ...result,
      ...result,
      '/RUN/events.jsonl', // run.finished
    ]);
  });

  it('os asks the disk for nothing', async (test) => {
    test.skip(noTrace !== null, noTrace ?? '');
    expect(await tracedRun(test, 'os')).toEqual(['announce', 'announce', 'announce']);
  });
});
