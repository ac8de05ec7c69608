import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { status } from '../../src/cli/status.ts';
import { exampleTests, groupedRun, testsOf } from '../support/grouped-run.ts';
import { runFolder, type SampleRun } from '../support/sample-run-folder.ts';

interface Wanted {
  readonly width?: number;
  readonly color?: boolean;
  readonly json?: boolean;
}

async function statusOf(folder: string, { width = 80, color = false, json = false }: Wanted = {}): Promise<string> {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const code = await status('latest', { logsDir: dirname(folder), json, color, width, write });
  expect(code).toBe(0);
  return output.replaceAll(dirname(folder), '/logs');
}

const statusFor = async (run: SampleRun, wanted?: Wanted): Promise<string> => statusOf(await runFolder(run), wanted);
const broken = groupedRun(exampleTests);
const interrupted: SampleRun = {
  ...broken,
  last: [{ type: 'run.stopping', reason: { kind: 'signal', signal: 'SIGINT' } }],
};
const failing = groupedRun(
  testsOf([
    ['basics', 'pf'],
    ['a group with a name that is far longer than any terminal would want to show in full', 'e.'],
    [null, 'ffffffffff'],
  ]),
);

describe('runner status', () => {
  it.each([60, 80, 140])('shows a run that was broken off, in %i columns', async (width) => {
    const text = await statusFor(interrupted, { width });
    expect(text).toMatchSnapshot();
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it.each([60, 140])('names what failed and how to try it again, in %i columns', async (width) => {
    const text = await statusFor(failing, { width });
    expect(text).toMatchSnapshot();
    const commands = text.split('\n').filter((line) => line.includes('runner run'));
    const others = text.split('\n').filter((line) => !line.includes('runner run'));
    expect(commands).toHaveLength(2);
    expect(Math.max(...others.map((line) => line.length))).toBeLessThanOrEqual(width);
  });

  it('asks for nothing where all is well, and once a run is abandoned', async () => {
    const well = groupedRun(testsOf([['basics', 'pps']]), { finished: true });
    expect(await statusFor(well)).toMatchSnapshot();
    const abandoned = await statusFor({ ...failing, last: [{ type: 'run.abandoned' }] });
    expect(abandoned).toContain('(abandoned)');
    expect(abandoned).not.toMatch(/Next|Runner/);
  });

  it('knows by their number the tests that an earlier version did not name', async () => {
    expect(await statusFor(groupedRun(exampleTests, { selected: false }))).toMatchSnapshot();
  });

  it('colours what failed where colours are wanted', async () => {
    expect(await statusFor(failing, { color: true })).toContain('\u001b[31m✗\u001b[39m BASI-002[tiny-markov]');
    expect(await statusFor(failing)).not.toContain('\u001b');
  });

  it('keeps what models say out of the terminal', async () => {
    const checks = [{ name: 'contains', passed: false, message: 'no \u001b[2J\u202ecapital\nhere 你好你好你好' }];
    const tests = [{ scenario: 'A', group: '\u001b[31mred', status: 'failed' as const, changes: { checks } }];
    const text = await statusFor(groupedRun(tests), { width: 60 });
    expect(text).toContain('  ✗ A[tiny-markov]  contains: no capital here 你好你好你好\n');
    expect(text).not.toMatch(/[\u001b\u202e]/);
  });

  it('prints all of it as JSON, with each test', async () => {
    const report = JSON.parse(await statusFor(failing, { json: true }));
    expect(report).toMatchObject({
      version: 1,
      runId: 'RUN_20261121_143000',
      dayId: 'run-2026-11-21-001',
      directory: '/logs/RUN_20261121_143000',
      status: 'in_progress',
      outcome: null,
      runner: { state: 'gone' },
      summary: { total: 14, executed: 13, passed: 1, failed: 11, error: 1, pending: 1 },
      notReached: 0,
      warnings: [],
    });
    expect(report.tests.slice(0, 4)).toEqual([
      { ...sampleTest, testId: 'BASI-001[tiny-markov]', group: 'basics', status: 'passed', why: null },
      {
        ...sampleTest,
        testId: 'BASI-002[tiny-markov]',
        group: 'basics',
        status: 'failed',
        why: 'contains: expected "Paris", got "It is Lyon"',
      },
      expect.objectContaining({ status: 'error', why: 'the service ended with code 137' }),
      expect.objectContaining({ status: 'pending', why: null }),
    ]);
    const [again, ...more] = report.next;
    expect(again).toEqual({
      command: 'runner run --continue RUN_20261121_143000 --logs-dir /logs',
      executes: 'pending',
      tests: 1,
    });
    expect(more).toMatchObject([{ executes: 'failed', tests: 12 }]);
  });
});

const sampleTest = { name: 'Continues a sentence', domain: 'llm', loadout: 'tiny-markov', flaky: false };

describe('runner status of a damaged folder', () => {
  it('counts what the domain has in its file where the journal lost it', async () => {
    const folder = await runFolder(groupedRun(exampleTests, { finished: true }));
    truncateSync(join(folder, 'events.jsonl'), 9000);
    const text = await statusOf(folder);
    expect(text).toContain('Progress: 72% (13/18 executed)');
    expect(text).toContain('Note: events.jsonl ends in the middle of a line\n');
    expect(text).toMatch(/Note: events\.jsonl holds \d results? of llm\.json, which has 13 and is used/);
  });

  it('counts what is there without a journal', async () => {
    const folder = await runFolder(groupedRun(exampleTests, { finished: true }));
    rmSync(join(folder, 'events.jsonl'));
    const text = await statusOf(folder);
    expect(text).toContain('Run: run-2026-11-21-001, RUN_20261121_143000 (completed)');
    expect(text).toContain('Progress: 100% (13/13 executed)');
    expect(text).toContain('Note: events.jsonl is missing\n');
  });

  it('takes the journal at its word while it is whole, whatever run.json says', async () => {
    const folder = await runFolder(groupedRun(exampleTests, { finished: true }));
    const more = groupedRun(exampleTests.map((test) => ({ ...test, status: 'passed' }))).results;
    writeFileSync(join(folder, 'llm.json'), JSON.stringify(more));
    const text = await statusOf(folder);
    expect(text).toContain('Progress: 72% (13/18 executed)');
    expect(text).not.toContain('Note');
  });

  it('names a line that cannot be read', async () => {
    const folder = await runFolder(groupedRun(exampleTests));
    const journal = join(folder, 'events.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    writeFileSync(journal, lines.with(4, '{"v":1,').join('\n'));
    expect(await statusOf(folder)).toContain('Note: line 5 of events.jsonl cannot be read\n');
  });
});
