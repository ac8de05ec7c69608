import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type EarlierReading, readRunJournal } from '../../src/history/read-run-journal.ts';
import { emptyLogs, JournalWriter, recordRun, resultOf } from '../support/recorded-runs.ts';

const runId = 'RUN_20260301_101500';

async function firstReading(directory: string): Promise<EarlierReading> {
  const { folded, offset, seq } = await readRunJournal(directory, runId, null);
  if (folded === null) throw new Error('the run did not begin');
  return { run: folded.run, tests: folded.tests, offset, seq };
}

it('stops before a torn line, and goes on there when it is whole', async () => {
  const directory = recordRun(emptyLogs(), runId, { tests: { A: 'passed', B: 'pending' } });
  const path = join(directory, 'events.jsonl');
  const whole = statSync(path).size;
  const line = new JournalWriter(directory, 4).line(resultOf('B', 'failed'));
  appendFileSync(path, line.slice(0, 100));
  const before = await firstReading(directory);
  expect(before).toMatchObject({ offset: whole, seq: 4 });
  expect(await readRunJournal(directory, runId, before)).toMatchObject({
    offset: whole,
    seq: 4,
    goesOn: true,
    folded: { tests: [] },
  });
  appendFileSync(path, line.slice(100));
  const after = await readRunJournal(directory, runId, before);
  expect(after).toMatchObject({ offset: readFileSync(path).length, seq: 5, goesOn: true });
  expect(after.folded?.tests.map(({ testId }) => testId)).toEqual(['B[m]']);
});

it('begins anew where the events do not go on from those that were read, though a line begins there', async () => {
  const directory = recordRun(emptyLogs(), runId, { tests: { A: 'passed', B: 'passed' } });
  const path = join(directory, 'events.jsonl');
  const before = await firstReading(directory);
  const offset = readFileSync(path, 'utf8').indexOf('\n') + 1;
  const again = await readRunJournal(directory, runId, { ...before, offset });
  expect(again).toMatchObject({
    goesOn: false,
    seq: before.seq,
    folded: { tests: [{ attempts: 1 }, { attempts: 1 }] },
  });
});
