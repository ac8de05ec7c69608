import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/history/compare/compare-runs.ts';
import type { ComparedRun } from '../../../src/history/compare/run.ts';
import { comparisonText } from '../../../src/history/compare/text/comparison-text.ts';
import { effectText } from '../../../src/history/compare/text/effect.ts';
import { chance, comparedResult, comparedRun, surroundings } from '../../support/compared-runs.ts';

const plain = (text: string) => text;
const paint = { bold: plain, dim: plain, red: plain, green: plain, yellow: plain };

const statuses = {
  before: ['passed', 'failed', 'failed', 'passed'],
  after: ['failed', 'passed', 'error', 'passed'],
} as const;

/** Two loadouts; the later run is slower in one of them, by an engine and a model of another version. */
function run(side: 'before' | 'after', repeats: number): ComparedRun {
  const later = side === 'after';
  const { normal } = chance(later ? 2 : 1);
  const results = statuses[side].flatMap((status, test) =>
    Array.from({ length: repeats }, (_, repeat) => [
      comparedResult({
        testId: `LLM-00${test + 1}[qwen3-8b]`,
        repeat: repeat + 1,
        status,
        metrics: {
          ttftMs: (later ? 60 : 40) * Math.exp(0.05 * normal()),
          decodeTokensPerSecond: 90 * Math.exp(0.01 * normal()),
          energyJ: 300 * Math.exp(0.6 * normal()),
          inputTokens: 31,
          outputTokens: later ? 101 : 96,
          ...(later && { vramPeakMiB: 5120 }),
        },
        validity: test === 0 && repeat === 0 ? [{ reason: 'cached-prompt', detail: '12 of 31 tokens' }] : [],
      }),
      comparedResult({
        testId: `STT-00${test + 1}[modem-stt]`,
        domain: 'speech',
        driver: 'stt',
        loadout: 'modem-stt',
        repeat: repeat + 1,
        services: { stt: { builtin: true } },
        metrics: { wer: 0.05 * test, wordErrors: test + (later ? 2 : 0) },
      }),
    ]).flat(),
  );
  const extra = comparedResult({ testId: later ? 'NEW-001' : 'OLD-001', loadout: null, flaky: later });
  const steady = comparedResult({ testId: 'LLM-009[qwen3-8b]', flaky: later });
  const skipped = comparedResult({ testId: 'LLM-010[qwen3-8b]', status: later ? 'skipped' : 'passed' });
  return {
    ...comparedRun([...results, extra, steady, skipped], {
      runId: later ? 'RUN_20260302_090000' : 'RUN_20260301_101500',
    }),
    startedAt: later ? '2026-03-02T09:00:00.000Z' : '2026-03-01T10:15:00.000Z',
    surroundings: later ? laterSurroundings : surroundings,
  };
}

const laterSurroundings = {
  ...surroundings,
  engines: { 'ollama/qwen3:8b': { version: '0.13.0', binary: `/opt/${'x'.repeat(80)}`, modelDigest: 'e'.repeat(64) } },
  git: { commit: 'f'.repeat(40), dirty: true },
};

describe('a comparison as text', () => {
  it('shows what differs, then tests, then metrics, within 80 columns', async () => {
    const comparison = compareRuns(run('before', 5), run('after', 5), { byTest: false });
    const text = comparisonText(comparison, { width: 80, paint });
    await expect(text).toMatchFileSnapshot('__snapshots__/comparison-80.txt');
  });

  it('shows the values of both runs and single tests where there is room and a wish', async () => {
    const comparison = compareRuns(run('before', 5), run('after', 5), { byTest: true });
    await expect(comparisonText(comparison, { width: 120, paint })).toMatchFileSnapshot(
      '__snapshots__/comparison-120.txt',
    );
  });

  it('says so where nothing differs and nothing was measured', async () => {
    const same = comparedRun([comparedResult()]);
    const text = comparisonText(compareRuns(same, same, { byTest: false }), { width: 80, paint });
    await expect(text).toMatchFileSnapshot('__snapshots__/comparison-same.txt');
  });

  it.each([60, 80, 100])('fits %d columns, on one line each, with hostile names and marks', (width) => {
    const hostile = `\u001b[31mRUN\r\n\u202e${'漢字 '.repeat(60)}`;
    const before = comparedRun(
      [
        comparedResult({ testId: hostile, domain: hostile, loadout: hostile, metrics: { ttftMs: 1, e2eMs: 3 } }),
        ...Array.from({ length: 60 }, (_, test) => comparedResult({ testId: `${test}-${hostile}`, status: 'skipped' })),
      ],
      { runId: hostile },
    );
    const after = { ...before, surroundings: { ...surroundings, plan: { ...surroundings.plan, name: hostile } } };
    const text = comparisonText(compareRuns(before, after, { byTest: true }), { width, paint });
    expect(text).not.toMatch(/[\u001b\r\u202e]/);
    expect(text).toContain('… and 40 more');
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(width);
  });
});

describe('an effect', () => {
  it.each([
    [{ kind: 'ratio', effect: 1.123, interval: { low: 1.052, high: 1.2 } }, '1.12 × (1.05 to 1.20)'],
    [{ kind: 'ratio', effect: 1.012, interval: { low: 1.0041, high: 1.02 } }, '1.012 × (1.004 to 1.020)'],
    [{ kind: 'ratio', effect: 1, interval: { low: 1, high: 1 } }, '1.00 × (1.00 to 1.00)'],
    [{ kind: 'difference', effect: 0.012, interval: { low: -0.003, high: 0.027 } }, '+0.012 (−0.003 to +0.027)'],
    [{ kind: 'difference', effect: 0, interval: { low: 0, high: 0 } }, '0 (0 to 0)'],
    [{ kind: 'difference', effect: 120, interval: { low: -30, high: 250 } }, '+120 (−30 to +250)'],
    [{ kind: 'ratio', effect: 3, interval: null }, '–'],
  ] as const)('of %j reads %s', (row, text) => {
    expect(effectText(row)).toBe(text);
  });
});
