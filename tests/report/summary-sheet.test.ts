import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRun } from '../../src/report/read-run.ts';
import type { RunData } from '../../src/report/run-data.ts';
import { summarySheet } from '../../src/report/summary-sheet.ts';
import { attention, verdict } from '../../src/report/verdict.ts';
import { sampleCommandResult, sampleResult } from '../support/sample-results.ts';
import { runFolder, type SampleRun } from '../support/sample-run-folder.ts';

async function runOf(sample: SampleRun): Promise<RunData> {
  return readRun(await runFolder(sample));
}

/** Each row as its values, without trailing emptiness. */
function rowsOf(run: RunData): unknown[][] {
  const { rows } = summarySheet(run, 'Summary', new Map([['llm', 'llm']]));
  return rows.map(({ cells }) => cells.map((cell) => cell?.value ?? null));
}

function rowsAfter(rows: readonly unknown[][], title: string): unknown[][] {
  const from = rows.findIndex(([first]) => first === title) + 1;
  expect(from).toBeGreaterThan(0);
  const length = rows.slice(from).findIndex((row) => row.length === 0);
  return rows.slice(from, length === -1 ? undefined : from + length);
}

const passed = sampleResult();
const failed = sampleResult({ scenario: 'LLM-002', status: 'failed' });

describe('the verdict', () => {
  it.each<[string, SampleRun, string, string]>([
    ['a failure', { results: [passed, failed] }, 'failed', 'FAILED — 1 of 2 executed tests passed'],
    ['passes alone', { results: [passed] }, 'passed', 'PASSED — 1 of 1 executed test passed'],
    [
      'a run that was killed',
      { results: [passed], planned: { llm: 3 }, finished: false },
      'pending',
      'NOT FINISHED — 1 of 1 executed test passed, 2 never finished',
    ],
    [
      'tests that were never reached',
      { results: [passed], planned: { llm: 3 } },
      'pending',
      'PARTIAL — 1 of 1 executed test passed, 2 never finished',
    ],
    [
      'skips alone',
      { results: [sampleResult({ status: 'skipped', reason: 'waits' })] },
      'skipped',
      'NOTHING WAS EXECUTED',
    ],
  ])('on %s', async (_, sample, status, text) => {
    expect(verdict(await runOf(sample))).toEqual({ status, text });
  });
});

it('says what makes the report less than the whole truth', async () => {
  const run = await runOf({ results: [passed], finished: false, notices: ['ollama is not installed'] });
  await rm(join(run.directory, 'run.json'));
  expect(attention(await readRun(run.directory))).toEqual([
    'The run did not finish, or is still going on: this report shows what was recorded until now.',
    'Built-in models (tiny-markov): their numbers show that the tool works and say nothing about a real model.',
    'Run folder: run.json is missing.',
    'ollama is not installed',
  ]);
});

describe('the tables', () => {
  it('count test ids per domain and loadout', async () => {
    const run = await runOf({ results: [passed, failed, sampleCommandResult()], planned: { llm: 3 } });
    expect(rowsAfter(rowsOf(run), 'Results by domain and loadout').slice(1)).toEqual([
      [
        { text: 'llm', target: "#'llm'!A1" },
        'tiny-markov (built-in)',
        2,
        1,
        1,
        null,
        null,
        null,
        null,
        null,
        0.5,
        null,
        null,
        null,
      ],
      [
        { text: 'llm', target: "#'llm'!A1" },
        'never reached',
        1,
        null,
        null,
        null,
        null,
        null,
        1,
        null,
        null,
        null,
        null,
        null,
      ],
      ['build', 'no services', 1, 1, null, null, null, null, null, null, 1, null, null, null],
    ]);
  });

  it('give median, minimum and maximum with their number and unit', async () => {
    const results = [10, 20, 60].map((ttftMs, index) =>
      sampleResult({ repeat: index + 1, metrics: { ttftMs, odd: 1 } }),
    );
    const rows = rowsAfter(rowsOf(await runOf({ results })), 'Metrics');
    expect(rows.slice(2)).toEqual([
      ['llm', 'tiny-markov (built-in)', 'TTFT', 'ms', 20, 10, 60, 3, null, 'lower'],
      ['llm', 'tiny-markov (built-in)', 'odd', null, 1, 1, 1, 3, null, null],
    ]);
  });

  it('name skips with their reasons and explain the metrics that were used', async () => {
    const skipped = sampleResult({
      scenario: 'LLM-003',
      status: 'skipped',
      reason: 'waits for a bigger card',
      metrics: {},
    });
    const rows = rowsOf(await runOf({ results: [sampleResult({ metrics: { ttftMs: 1 } }), skipped] }));
    expect(rowsAfter(rows, 'Skipped').slice(1)).toEqual([['llm', 1, 'waits for a bigger card']]);
    const legend = rowsAfter(rows, 'What the metrics mean');
    expect(legend.map(([label]) => label)).toEqual(['TTFT']);
  });
});
