// Runs whose journals lack what the files of their domains have: the index says what `status` says.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusReport } from '../../src/cli/status-report.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import { openHistory } from '../../src/history/open-history.ts';
import { emptyLogs, finish, JournalWriter, recordRun, resultOf } from '../support/recorded-runs.ts';

const runId = 'RUN_20260301_101500';

function result(...of: Parameters<typeof resultOf>): TrialResult {
  const event = resultOf(...of);
  if (event.type !== 'trial.finished') throw new Error('no result');
  return event.result;
}

/** A passes, B fails first and passes then, C fails; all of it stands in the file of the domain. */
function recorded(logs: string): string {
  const directory = recordRun(logs, runId, { tests: { A: 'passed', B: 'failed', C: 'failed' }, finished: false });
  const journal = new JournalWriter(directory, 5);
  journal.append(resultOf('B', 'passed', { attempt: 2, flaky: true }));
  const results = [
    result('A', 'passed'),
    result('B', 'failed'),
    result('C', 'failed'),
    result('B', 'passed', { attempt: 2, flaky: true }),
  ];
  writeFileSync(join(directory, 'llm.json'), JSON.stringify(results));
  return directory;
}

function changeJournal(directory: string, change: (lines: readonly string[]) => readonly string[]): void {
  const path = join(directory, 'events.jsonl');
  const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
  writeFileSync(
    path,
    change(lines)
      .map((line) => `${line}\n`)
      .join(''),
  );
}

async function indexed(logs: string) {
  const said: string[] = [];
  const store = await openHistory({ logsDirectory: logs, tell: (line) => said.push(line) });
  const [run] = await store.runs();
  const unresolved = await store.unresolved(runId);
  const tests = await store.tests('B');
  store.close();
  const [only] = tests[0]?.runs ?? [];
  return { summary: run?.summary, unresolved, attempts: only?.attempts, said };
}

const counts = { total: 3, passed: 2, failed: 1, pending: 0, flaky: 1 };
const used = `events.jsonl holds 3 results of llm.json, which has 4 and is used`;

describe('a run whose journal lacks results', () => {
  it.each([
    ['is damaged in the middle', (lines: readonly string[]) => lines.with(4, 'not JSON')],
    ['lacks a line', (lines: readonly string[]) => lines.toSpliced(4, 1)],
    ['was cut off at a line', (lines: readonly string[]) => lines.slice(0, -1)],
  ])('that %s is counted as by status', async (_what, change) => {
    const logs = emptyLogs();
    const directory = recorded(logs);
    changeJournal(directory, change);
    const { said, ...seen } = await indexed(logs);
    expect(seen).toMatchObject({ summary: counts, unresolved: ['C[m]'], attempts: 2 });
    expect(said).toEqual([`${directory}: ${used}`]);
    const { summary } = await statusReport({ runId, directory }, logs);
    expect(summary).toMatchObject(counts);
  });

  it('is counted as by status where a line is missing before its end, and where its journal is empty it is said', async () => {
    const logs = emptyLogs();
    const directory = recorded(logs);
    new JournalWriter(directory, 6).append(finish({ tests: { A: 'passed', B: 'passed', C: 'failed' } }));
    changeJournal(directory, (lines) => lines.toSpliced(4, 1));
    expect(await indexed(logs)).toMatchObject({ summary: counts, unresolved: ['C[m]'] });
    expect((await statusReport({ runId, directory }, logs)).summary).toMatchObject(counts);
    writeFileSync(join(directory, 'events.jsonl'), '');
    writeFileSync(join(directory, 'run.json'), '{}');
    expect((await indexed(logs)).said).toEqual([
      `${directory} is left out: events.jsonl does not say how the run began`,
    ]);
  });

  it('is read on from there, and once more from the beginning comes to the same', async () => {
    const logs = emptyLogs();
    const directory = recorded(logs);
    changeJournal(directory, (lines) => lines.with(4, 'not JSON'));
    await indexed(logs);
    new JournalWriter(directory, 6).append(resultOf('C', 'passed', { attempt: 2, flaky: true }));
    const now = { passed: 3, failed: 0, flaky: 2 };
    expect((await indexed(logs)).summary).toMatchObject(now);
    const results = JSON.parse(readFileSync(join(directory, 'llm.json'), 'utf8'));
    results.push(result('C', 'passed', { attempt: 2, flaky: true }));
    writeFileSync(join(directory, 'llm.json'), JSON.stringify(results));
    rmSync(join(logs, '.history.sqlite'));
    expect((await indexed(logs)).summary).toMatchObject(now);
  });
});

it('says of a folder with a record and no journal that it is left out', async () => {
  const logs = emptyLogs();
  const directory = recorded(logs);
  rmSync(join(directory, 'events.jsonl'));
  writeFileSync(join(directory, 'run.json'), '{}');
  expect((await indexed(logs)).said).toEqual([`${directory} is left out: events.jsonl is missing`]);
  expect((await indexed(logs)).said).toEqual([]);
});
