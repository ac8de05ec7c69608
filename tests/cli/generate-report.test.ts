import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { otherUser } from '../support/neighbours.ts';
import { sampleResults } from '../support/sample-results.ts';
import { writeRunFolder } from '../support/sample-run-folder.ts';
import { until } from '../support/until.ts';

const program = new URL('../../src/cli/generate-report.ts', import.meta.url).pathname;

let parent: string;
let directory: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'generate-report-'));
  directory = await writeRunFolder(parent, { results: [...sampleResults(20)], planned: { llm: 25 } });
});
afterAll(() => rm(parent, { recursive: true }));

function generateReport(...args: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
}

describe('generate-report', () => {
  it('writes report.xlsx into the folder, and says where and what', async () => {
    const { status, stdout, stderr } = generateReport(directory);
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${directory}/report.xlsx\nRUN_20261121_143000: 25 tests in 20 attempts: 16 passed, 1 failed, 1 timeout, 1 error, 1 skipped, 5 pending, 1 flaky\n`,
      stderr: '',
    });
    expect(await readdir(directory)).toContain('report.xlsx');
  });

  it('speaks of one test, one attempt and one result as of one', async () => {
    const single = await writeRunFolder(join(parent, 'single'), { results: [...sampleResults(1)] });
    await rm(join(single, 'llm.json'));
    const { stdout, stderr } = generateReport(single);
    expect(stdout).toContain(': 1 test in 1 attempt: 1 passed, 1 flaky\n');
    expect(stderr).toBe('warning: llm.json is missing; its 1 result comes from events.jsonl\n');
  });

  it('writes elsewhere and prints JSON on request', () => {
    const output = join(parent, 'elsewhere.xlsx');
    const { status, stdout } = generateReport(directory, '--output', output, '--json', '--format', 'xlsx');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      path: output,
      runId: 'RUN_20261121_143000',
      trials: 20,
      tests: { total: 25, pending: 5 },
      warnings: [],
    });
  });

  it('works on a damaged folder and says what is damaged', async () => {
    const damaged = await writeRunFolder(join(parent, 'damaged'), { results: [...sampleResults(4)] });
    await rm(join(damaged, 'llm.json'));
    const { status, stderr } = generateReport(damaged);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'warning: llm.json is missing; its 4 results come from events.jsonl\n',
    });
  });

  it.each([
    [[], "error: missing required argument 'dir'"],
    [['.', '--format', 'html'], 'This version has no format "html"; it has: xlsx.'],
    [['.', '--format', 'xlsx,md,csv'], 'This version has no format "md", "csv"; it has: xlsx.'],
    [['.', '--output', 'report.pdf'], 'The name of the file must end in .xlsx.'],
    [['--what'], "error: unknown option '--what'"],
  ])('refuses %j with exit code 2', (args, sentence) => {
    const { status, stdout, stderr } = generateReport(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('ends with 2 on what is not the folder of a run, with 3 where it cannot write', async () => {
    const empty = await mkdtemp(join(parent, 'empty-'));
    const notARun = generateReport(empty);
    expect(notARun.status).toBe(2);
    expect(notARun.stderr).toMatch(/^.*empty-\w+ is not the folder of a run: .*\n$/);
    const nowhere = generateReport(directory, '--output', join(parent, 'none', 'x.xlsx'));
    expect(nowhere.status).toBe(3);
    expect(nowhere.stderr).toMatch(/^cannot write .*\/none\/x\.xlsx: there is no folder .*\/none\n$/);
  });

  it('prints nothing that steers a terminal, whatever the folder and what is in it are called', async () => {
    const made = await writeRunFolder(join(parent, 'named'), { results: [...sampleResults(4)] });
    const strange = join(parent, 'no \u001b]0;owned\u0007\u001b[31m\u009b2J\u202e');
    await rename(made, strange);
    await writeFile(join(strange, 'system_info.yaml'), 'a: "\u001b[31m\u202e');
    for (const format of [[], ['--json']]) {
      const { status, stdout, stderr } = generateReport(strange, ...format);
      expect(status).toBe(0);
      expect(stderr).toContain('warning: system_info.yaml cannot be read');
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    }
    const gone = generateReport(`${strange}-gone`);
    expect(gone.stderr).toBe(`there is no folder ${parent}/no -gone\n`);
  });

  it.runIf(otherUser !== null)('makes do with what this user may read, and says what that leaves out', async () => {
    const closed = await writeRunFolder(join(parent, 'closed'), { results: [...sampleResults(4)] });
    for (const path of [parent, dirname(closed), closed]) await chmod(path, 0o755);
    const output = join(parent, 'open', 'report.xlsx');
    await mkdir(dirname(output));
    await chmod(dirname(output), 0o777);
    const asOther = () => {
      const args = [program, closed, '--output', output];
      return spawnSync(process.execPath, args, { encoding: 'utf8', uid: otherUser ?? 0 });
    };
    await chmod(join(closed, 'events.jsonl'), 0o600);
    await chmod(join(closed, 'run.json'), 0o600);
    expect(asOther()).toMatchObject({
      status: 0,
      stderr: 'warning: events.jsonl may not be read by this user\nwarning: run.json may not be read by this user\n',
    });
    await chmod(join(closed, 'llm.json'), 0o600);
    await chmod(join(closed, 'events.jsonl'), 0o644);
    expect(asOther().stderr).toBe(
      'warning: run.json may not be read by this user\nwarning: llm.json may not be read by this user; its 4 results come from events.jsonl\n',
    );
    await chmod(closed, 0o700);
    expect(asOther()).toMatchObject({ status: 2, stderr: `${closed} may not be read: permission denied\n` });
  });

  it('leaves no half-written file behind when it is stopped', async () => {
    const large = await writeRunFolder(join(parent, 'large'), { results: [...sampleResults(6000)] });
    const before = await readdir(large);
    const child = spawn(process.execPath, [program, large], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await until(async () => (await readdir(large)).some((name) => name.endsWith('.tmp')), 'the growing file');
    child.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
    expect(await readdir(large)).toEqual(before);
  });

  it('shows help with examples, and its version', () => {
    const help = generateReport('--help');
    expect(help.status).toBe(0);
    expect(help.stdout).toContain('generate-report logs/RUN_20260301_101500 --output ~/monday.xlsx');
    expect(generateReport('--version').stdout).toMatch(/^\d+\.\d+\.\d+/);
  });
});
