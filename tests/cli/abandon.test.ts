import { appendFileSync, chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { abandon } from '../../src/cli/abandon.ts';
import { status } from '../../src/cli/status.ts';
import { createRunRecord } from '../../src/projections/run-record.ts';
import { readRun } from '../../src/report/read-run.ts';
import { exampleTests, groupedRun } from '../support/grouped-run.ts';
import { openRun } from '../support/run-on-disk.ts';
import { runFolder } from '../support/sample-run-folder.ts';

const broken = groupedRun(exampleTests);

async function call(command: typeof abandon, folder: string, json = false) {
  let output = '';
  const write = (text: string): void => {
    output += text;
  };
  const code = await command('latest', { logsDir: dirname(folder), json, color: false, width: 80, write });
  return { code, output };
}

async function refusalOf(folder: string): Promise<string> {
  const before = readFileSync(join(folder, 'run.json'), 'utf8');
  const said = await call(abandon, folder).then(
    () => 'nothing',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  );
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(before);
  return said.replaceAll(dirname(folder), '/logs');
}

/** As a run writes it, event by event. */
function written(run: ReturnType<typeof openRun>): unknown {
  let text = '';
  const save = (whole: string): void => {
    text = whole;
  };
  const record = createRunRecord(
    save,
    exampleTests.map(({ scenario }) => [`${scenario}[tiny-markov]`, 1]),
  );
  for (const recorded of run.journal) record.onEvent(recorded);
  record.onTick();
  return JSON.parse(text);
}

describe('runner abandon', () => {
  it('marks a run in the journal, in run.json and in the log', async () => {
    const folder = await runFolder(broken);
    const run = openRun(folder);
    const before = run.journal;
    expect(await call(abandon, folder)).toEqual({
      code: 0,
      output: 'Abandoned RUN_20261121_143000: 5 pending tests will not be executed.\n',
    });
    expect(run.journal.slice(0, -1)).toEqual(before);
    const last = before.at(-1);
    expect(run.journal.at(-1)).toEqual({
      v: 1,
      seq: (last?.seq ?? 0) + 1,
      at: expect.any(String),
      elapsedMs: last?.elapsedMs,
      event: { type: 'run.abandoned' },
    });
    expect(run.json('run.json')).toEqual(written(run));
    expect(run.json('run.json')).toMatchObject({
      runId: 'RUN_20261121_143000',
      status: 'abandoned',
      createdAt: '2026-11-21T14:30:00.000Z',
      summary: { total: 18, executed: 12, passed: 12, skipped: 1, pending: 5 },
    });
    expect(run.text('progression.log')).toMatch(
      /^\[[\d:]{8}\] \[WARNING\] Test Run abandoned: what is pending will not be executed\n$/,
    );
    expect((await call(status, folder)).output).toContain('(abandoned)');
    expect((await readRun(folder)).status).toBe('abandoned');
  });

  it('prints what was done as JSON', async () => {
    const folder = await runFolder(broken);
    const { output } = await call(abandon, folder, true);
    expect(JSON.parse(output)).toEqual({
      version: 1,
      runId: 'RUN_20261121_143000',
      directory: folder,
      status: 'abandoned',
      pending: 5,
      cutBytes: 0,
    });
  });

  it('cuts off half a line first, and says so', async () => {
    const folder = await runFolder(broken);
    appendFileSync(join(folder, 'events.jsonl'), '{"v":1,"seq":29,"at":"2026');
    const run = openRun(folder);
    const before = run.journal.length;
    const { output } = await call(abandon, folder);
    expect(output.split('\n')[0]).toBe(
      'events.jsonl ended in the middle of a line, as it does when the runner is killed: 26 bytes were cut off.',
    );
    expect(run.journal.slice(before).map(({ seq, event }) => [seq, event.type])).toEqual([
      [before + 1, 'run.abandoned'],
    ]);
  });

  it('takes nothing from a last line that lacks its line feed alone', async () => {
    const folder = await runFolder(broken);
    const journal = join(folder, 'events.jsonl');
    truncateSync(journal, readFileSync(journal).length - 1);
    const { output } = await call(abandon, folder);
    expect(output).not.toContain('cut off');
    const { results, events } = openRun(folder);
    expect(results).toHaveLength(13);
    expect(events.at(-1)).toEqual({ type: 'run.abandoned' });
  });

  it('counts the tests that an earlier version did not name', async () => {
    const folder = await runFolder(groupedRun(exampleTests, { selected: false }));
    await call(abandon, folder);
    expect(openRun(folder).json('run.json')).toMatchObject({ summary: { total: 18, passed: 12, pending: 5 } });
  });
});

describe('runner abandon refuses a run', () => {
  it('that is abandoned already', async () => {
    const folder = await runFolder(broken);
    await call(abandon, folder);
    expect(await refusalOf(folder)).toBe('RUN_20261121_143000 is abandoned already');
  });

  it('that is completed', async () => {
    const folder = await runFolder(groupedRun(exampleTests.slice(0, 3), { finished: true }));
    const said = 'RUN_20261121_143000 is completed: nothing of it is pending that could be abandoned';
    expect(await refusalOf(folder)).toBe(said);
  });

  it('whose journal does not say how it began', async () => {
    const folder = await runFolder(broken);
    writeFileSync(join(folder, 'events.jsonl'), '');
    expect(await refusalOf(folder)).toBe(
      'RUN_20261121_143000 cannot be abandoned: its events.jsonl does not say how the run began',
    );
    rmSync(join(folder, 'events.jsonl'));
    expect(await refusalOf(folder)).toBe('RUN_20261121_143000 cannot be abandoned: its events.jsonl is missing');
  });

  it.skipIf(process.getuid?.() === 0)('whose folder may not be written in', async () => {
    const folder = await runFolder(broken);
    chmodSync(join(folder, 'events.jsonl'), 0o444);
    expect(await refusalOf(folder)).toMatch(/^cannot mark RUN_20261121_143000 as abandoned: .*events\.jsonl/);
  });
});
