import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../src/domain/results.ts';
import { DomainFold } from '../../src/report/domain-fold.ts';
import { failureColumns } from '../../src/report/failure-columns.ts';
import { trialColumns } from '../../src/report/trial-columns.ts';
import { sampleCommandResult, sampleResult } from '../support/sample-results.ts';

function rowOf(result: TrialResult, others: readonly TrialResult[] = []): Record<string, unknown> {
  const fold = new DomainFold([]);
  for (const each of [result, ...others]) fold.add(each);
  const columns = trialColumns(fold.finish(new Map()).contents, '', result.driver);
  return Object.fromEntries(columns.map(({ header, value }) => [header, value(result)]));
}

describe('a row of a domain', () => {
  it('holds what was recorded of an attempt, times in UTC, units in the headers', () => {
    expect(rowOf(sampleResult())).toEqual({
      'Test id': 'LLM-001[tiny-markov]',
      Name: 'Continues a sentence',
      Group: 'basics',
      Loadout: 'tiny-markov',
      Models: 'builtin/tiny-markov (built-in)',
      Priority: 'P1',
      Tags: 'smoke',
      Repeat: 1,
      Attempt: 1,
      Status: 'passed',
      Flaky: null,
      'Started (UTC)': new Date('2026-11-21T14:30:05.123Z'),
      'Duration (s)': 0.8124,
      'TTFT (ms)': 41.2,
      'TTFC (ms)': 41.2,
      'End to end (ms)': 812.4,
      'Output tokens': 96,
      'Decode (tok/s)': 123.2,
      'Tokens counted by': 'server',
      'Failing checks': null,
      'Error, or why skipped': null,
      'Answer (cut)': 'jumps over the lazy dog',
      'Whole output': {
        text: 'artifacts/LLM-001_tiny-markov_1_1.txt',
        target: 'artifacts/LLM-001_tiny-markov_1_1.txt',
      },
      'Service log': {
        text: 'svc_llm_tiny-markov_20261121_143001.log',
        target: 'svc_llm_tiny-markov_20261121_143001.log',
      },
    });
  });

  it('leaves empty what was not measured, never nought', () => {
    const row = rowOf(sampleResult({ metrics: {}, status: 'skipped', reason: 'waits', durationMs: 0 }), [
      sampleResult(),
    ]);
    expect(row).toMatchObject({
      'TTFT (ms)': null,
      'Output tokens': null,
      'Duration (s)': null,
      'Error, or why skipped': 'waits',
    });
  });

  it('shows a metric that is not in the table under its own name, last', () => {
    const headers = Object.keys(rowOf(sampleResult({ metrics: { zebra: 3, ttftMs: 4 } })));
    expect(headers.indexOf('zebra')).toBe(headers.indexOf('TTFT (ms)') + 1);
  });

  it('names the failing checks of steps and of the trial', () => {
    const failing = sampleCommandResult({
      status: 'failed',
      checks: [
        { name: 'metric exitCode', passed: false, expected: { max: 0 }, actual: 3, message: 'it must end well' },
      ],
      steps: [
        {
          name: 'npm test',
          status: 'failed',
          durationMs: 5,
          metrics: {},
          checks: [{ name: 'contains', passed: false, expected: 'ok' }],
          actual: null,
          error: null,
        },
      ],
    });
    expect(rowOf(failing)).toMatchObject({
      Steps: '0 of 1 passed',
      'Failing checks':
        'npm test: contains: expected "ok" · it must end well — metric exitCode: expected {"max":0}, saw 3',
    });
  });

  it('cuts an answer to one short line', () => {
    const { 'Answer (cut)': answer } = rowOf(
      sampleResult({ actual: { content: `a\nb ${'x'.repeat(900)}`, path: null } }),
    );
    expect(answer).toMatch(/^a b x{295}…$/);
  });
});

describe('a row of the failures', () => {
  const columns = failureColumns({ base: '', decides: ({ attempt }) => attempt === 2, heard: true, audio: true });
  function failure(result: TrialResult): Record<string, unknown> {
    return Object.fromEntries(columns.map(({ header, value }) => [header, value(result)]));
  }

  it('holds errors, checks and answer in full', () => {
    const long = `first line\n${'x'.repeat(1900)}`;
    const row = failure(
      sampleResult({
        status: 'error',
        error: 'the service ended',
        checks: [{ name: 'equals', passed: false, expected: 'a', actual: 'b' }],
        actual: { content: long, path: null, stderr: 'oh no' },
      }),
    );
    expect(row).toMatchObject({
      'What went wrong': 'the service ended\nequals: expected "a", saw "b"',
      'Answer, or standard output': long,
      'Standard error': 'oh no',
      Counts: 'no, tried again',
    });
  });

  it('tells the attempt that counts', () => {
    expect(failure(sampleResult({ status: 'failed', attempt: 2 }))).toMatchObject({ Counts: 'yes' });
  });
});
