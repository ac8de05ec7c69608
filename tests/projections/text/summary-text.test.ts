import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../src/domain/results.ts';
import { Reservoir } from '../../../src/projections/text/reservoir.ts';
import { failuresKept, RunDigest } from '../../../src/projections/text/run-digest.ts';
import { summaryText } from '../../../src/projections/text/summary-text.ts';
import { wholeRun } from '../../support/sample-events.ts';
import { SampleJournal } from '../../support/sample-journal.ts';
import { sampleResult } from '../../support/sample-results.ts';

const style = { color: false, width: 100 };

function digestOf(...results: Partial<TrialResult>[]): RunDigest {
  const journal = new SampleJournal();
  const digest = new RunDigest();
  for (const over of results) digest.add(journal.event({ type: 'trial.finished', result: sampleResult(over) }));
  return digest;
}

describe('the final summary', () => {
  it('shows failures in full, then flaky and skipped tests, figures, counts and files', () => {
    const digest = new RunDigest();
    for (const input of wholeRun().inputs) if (input.kind === 'event') digest.add(input.recorded);
    expect(summaryText(digest.get(), { ...style, folder: 'logs/RUN_20261121_143000' })).toMatchSnapshot();
  });

  it('drops a failure that a later attempt of the same repeat made good', () => {
    const failed = { status: 'failed', checks: [{ name: 'matches', passed: false }] } as const;
    const { failures, flaky } = digestOf(failed, { attempt: 2, flaky: true }, { ...failed, repeat: 2 }).get();
    expect(failures.map(({ repeat, attempt }) => [repeat, attempt])).toEqual([[2, 1]]);
    expect(flaky).toEqual(['LLM-001[tiny-markov]']);
  });

  it('counts failures as tests, and names both numbers where several repeats of a test failed', () => {
    const failed = { status: 'failed', error: 'no' } as const;
    const text = (...results: Partial<TrialResult>[]) => summaryText(digestOf(...results).get(), style);
    expect(text(failed, { ...failed, testId: 'B' })).toContain('── Failures (2) ─');
    expect(text(failed, { ...failed, repeat: 2 }, { ...failed, testId: 'B' })).toContain(
      '── Failures (3 repeats of 2 tests) ─',
    );
  });

  it('keeps a limited number of failures and counts the others', () => {
    const many = Array.from(
      { length: failuresKept + 3 },
      (_, n) => ({ testId: `T-${n}`, status: 'error', error: 'no' }) as const,
    );
    const digest = digestOf(...many, { testId: 'T-202', attempt: 2 });
    expect(digest.get().failures).toHaveLength(failuresKept);
    expect(digest.get().moreFailures).toBe(2);
    expect(summaryText(digest.get(), style)).toContain('… and 2 further failures');
  });

  it('names services that were started again, with the reason of the last time', () => {
    const journal = new SampleJournal();
    const digest = new RunDigest();
    const again = (service: string, attempt: number, why: string): void =>
      digest.add(journal.event({ type: 'service.restarting', service, attempt, of: 2, why }));
    again('llama/qwen', 1, 'it exited with code 1');
    again('kokoro', 1, 'it exited with code 7');
    again('llama/qwen', 2, 'it was ended by SIGKILL: out of memory, the kernel ended it');
    expect(summaryText(digest.get(), { ...style, width: 200 })).toContain(
      'llama/qwen was started again 2 times, the last time because it was ended by SIGKILL: out of memory, the kernel ended it\n' +
        'kokoro was started again once because it exited with code 7\n',
    );
  });

  it('says once why several tests could not be executed', () => {
    const unexecuted = {
      status: 'error',
      durationMs: 0,
      checks: [],
      actual: null,
      error: 'service "x" did not start',
    } as const;
    const text = summaryText(digestOf({ ...unexecuted, testId: 'A' }, { ...unexecuted, testId: 'B' }).get(), style);
    expect(text.split('did not start')).toHaveLength(2);
    expect(text).toMatch(/ERROR A .*\n.*ERROR B .*\n +service "x" did not start/);
  });

  it('says that a run without an end did not come to one', () => {
    expect(summaryText(digestOf({}).get(), style)).toContain('The run did not come to its end.');
  });

  it('leaves no control characters of foreign text', () => {
    const hostile = '\u001b[31mred\u001b]8;;http://x\u0007link\u202e\u0007';
    const text = summaryText(
      digestOf({ name: hostile, status: 'failed', error: hostile, actual: { content: hostile, path: null } }).get(),
      style,
    );
    expect(text).toContain('redlink');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('colours without changing the words', () => {
    const digest = digestOf({ status: 'failed', error: 'no' }).get();
    const coloured = summaryText(digest, { ...style, color: true });
    expect(coloured).toContain('\u001b[31m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(summaryText(digest, style));
  });
});

describe('a median in bounded memory', () => {
  it('is exact while everything is kept', () => {
    const reservoir = new Reservoir();
    expect(reservoir.median()).toBeNull();
    for (const value of [9, 1, 4]) reservoir.add(value);
    expect(reservoir.median()).toBe(4);
    reservoir.add(5);
    expect([reservoir.median(), reservoir.sampled]).toEqual([4.5, false]);
  });

  it('is near the true one for a long stream, whatever its order', () => {
    const reservoir = new Reservoir();
    for (let n = 0; n < 100_000; n += 1) reservoir.add(n);
    expect(reservoir.sampled).toBe(true);
    expect(Math.abs((reservoir.median() ?? 0) - 50_000)).toBeLessThan(4000);
  });
});
