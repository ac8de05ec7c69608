import { describe, expect, it } from 'vitest';
import { DomainFold } from '../../src/report/domain-fold.ts';
import { sampleResult } from '../support/sample-results.ts';

describe('DomainFold', () => {
  it('averages only what was measured to its end, and counts doubtful samples', () => {
    const fold = new DomainFold([]);
    fold.add(sampleResult({ metrics: { ttftMs: 10 } }));
    fold.add(sampleResult({ repeat: 2, metrics: { ttftMs: 30 }, status: 'failed' }));
    fold.add(
      sampleResult({ repeat: 3, metrics: { ttftMs: 20 }, validity: [{ reason: 'swapping', detail: '200 MiB' }] }),
    );
    fold.add(sampleResult({ repeat: 4, metrics: { ttftMs: 9000 }, status: 'timeout' }));
    fold.add(sampleResult({ repeat: 5, metrics: { ttftMs: 9000 }, status: 'error' }));
    const [loadout] = fold.finish(new Map()).loadouts;
    expect(loadout?.metrics.get('ttftMs')).toEqual({ count: 3, doubtful: 1, median: 20, min: 10, max: 30 });
  });

  it('leaves out what was measured with files, an engine or a model that have changed since', () => {
    const attempts = [
      sampleResult({ metrics: { ttftMs: 10 } }),
      sampleResult({ repeat: 2, metrics: { ttftMs: 10 } }),
      sampleResult({ attempt: 2, anew: true, metrics: { ttftMs: 30 } }),
    ];
    const fold = new DomainFold(
      [{ testId: 'LLM-001[tiny-markov]', loadout: 'tiny-markov', repeats: 2 }],
      new Map([['LLM-001[tiny-markov]', 2]]),
    );
    for (const attempt of attempts) fold.add(attempt);
    const { loadouts, decides } = fold.finish(new Map());
    expect(loadouts[0]?.metrics.get('ttftMs')).toMatchObject({ count: 1, min: 30, max: 30 });
    expect(loadouts[0]?.attempts).toBe(1);
    expect(loadouts[0]?.summary).toMatchObject({ pending: 1, passed: 0 });
    expect(attempts.map(decides)).toEqual([false, false, true]);
  });

  it('never makes a number of what was not measured', () => {
    const fold = new DomainFold([]);
    fold.add(sampleResult({ metrics: { tokenSource: 'none' } }));
    fold.add(sampleResult({ repeat: 2, metrics: {} }));
    const { loadouts, contents } = fold.finish(new Map());
    expect(loadouts[0]?.metrics).toEqual(new Map());
    expect([...contents.metrics]).toEqual(['tokenSource']);
  });

  it('counts each loadout for itself, with its times', () => {
    const times = { setupMs: 1, warmupMs: 2, executionMs: 3, cleanupMs: 4 };
    const fold = new DomainFold([{ testId: 'LLM-002[other]', loadout: 'other', repeats: 1 }]);
    fold.add(sampleResult());
    const { loadouts, tests } = fold.finish(new Map([['tiny-markov', { times, gpus: [], keptMiB: new Map() }]]));
    expect(tests).toBe(2);
    expect(
      loadouts.map(({ loadout, summary: { passed, pending }, times }) => ({ loadout, passed, pending, times })),
    ).toEqual([
      { loadout: 'other', passed: 0, pending: 1, times: null },
      { loadout: 'tiny-markov', passed: 1, pending: 0, times },
    ]);
  });

  it('knows which attempt decides a repeat', () => {
    const fold = new DomainFold([]);
    const attempts = [
      sampleResult({ status: 'failed' }),
      sampleResult({ attempt: 2, flaky: true }),
      sampleResult({ repeat: 2, status: 'error' }),
    ];
    for (const attempt of attempts) fold.add(attempt);
    const { decides, bad } = fold.finish(new Map());
    expect(attempts.map(decides)).toEqual([false, true, true]);
    expect(bad).toBe(2);
  });

  it('collects reasons of skips and what makes numbers doubtful', () => {
    const fold = new DomainFold([]);
    fold.add(sampleResult({ status: 'skipped', reason: 'no engine' }));
    fold.add(sampleResult({ repeat: 2, status: 'skipped', reason: 'no engine' }));
    fold.add(sampleResult({ repeat: 3, validity: [{ reason: 'reloaded', detail: 'first' }] }));
    fold.add(sampleResult({ repeat: 4, validity: [{ reason: 'reloaded', detail: 'second' }] }));
    const { skips, validity } = fold.finish(new Map());
    expect(skips).toEqual([{ reason: 'no engine', trials: 2 }]);
    expect(validity).toEqual([{ reason: 'reloaded', trials: 2, detail: 'first' }]);
  });
});
