// What the summary counts of a run that went on.
import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../../../src/domain/results.ts';
import { failuresKept, RunDigest } from '../../../src/projections/text/run-digest.ts';
import { SampleJournal } from '../../support/sample-journal.ts';
import { sampleResult } from '../../support/sample-results.ts';

function digestOf(earlier: readonly TrialResult[], now: readonly TrialResult[]) {
  const digest = new RunDigest();
  for (const result of earlier) digest.recall(result);
  const journal = new SampleJournal();
  for (const result of now) digest.add(journal.event({ type: 'trial.finished', result }));
  return digest.get();
}

describe('the figures of a run that went on', () => {
  const ttft = (ttftMs: number, over: Partial<TrialResult> = {}) => sampleResult({ metrics: { ttftMs }, ...over });

  it('are those of all its parts', () => {
    const { loadouts } = digestOf([ttft(10), ttft(20, { repeat: 2 })], [ttft(30, { repeat: 3 })]);
    expect(loadouts).toMatchObject([{ trials: 3, passed: 3, medians: expect.arrayContaining([20]) }]);
  });

  it('leave out what is executed anew because it was measured with something else', () => {
    const doubtful = { validity: [{ reason: 'swapping', detail: '' }] };
    const old = [ttft(1000, { status: 'failed', ...doubtful }), ttft(1000, { repeat: 2, attempt: 2, flaky: true })];
    const { loadouts, failures, flaky, doubts } = digestOf(old, [
      ttft(10, { attempt: 2, anew: true }),
      ttft(10, { repeat: 2, attempt: 3, anew: true }),
    ]);
    expect(loadouts).toMatchObject([{ trials: 2, passed: 2, medians: expect.arrayContaining([10]) }]);
    expect({ failures, flaky, doubts: doubts.trials }).toEqual({ failures: [], flaky: [], doubts: 0 });
  });

  it('also where it was executed anew in an earlier part', () => {
    const { loadouts } = digestOf([ttft(1000), ttft(10, { attempt: 2, anew: true })], []);
    expect(loadouts).toMatchObject([{ trials: 1, passed: 1, medians: expect.arrayContaining([10]) }]);
  });

  it('keep loadouts in their order', () => {
    const { loadouts } = digestOf([ttft(1)], [sampleResult({ testId: 'LLM-001[other]', loadout: 'other' })]);
    expect(loadouts.map(({ loadout }) => loadout)).toEqual(['tiny-markov', 'other']);
  });
});

it('counts failures beyond those that are kept, whatever passed before is executed anew', () => {
  const failed = Array.from({ length: failuresKept + 1 }, (_, index) =>
    sampleResult({ repeat: index + 1, status: 'failed' }),
  );
  const repeat = failuresKept + 2;
  const { moreFailures } = digestOf(
    [...failed, sampleResult({ repeat })],
    [sampleResult({ repeat, attempt: 2, anew: true })],
  );
  expect(moreFailures).toBe(1);
});
