import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareRuns, hasRegression } from '../../../src/history/compare/compare-runs.ts';
import type { ComparedRun } from '../../../src/history/compare/run.ts';
import {
  type Chance,
  chance,
  comparedResult,
  comparedRun,
  measuredRun,
  type Shape,
} from '../../support/compared-runs.ts';

const together = { byTest: false };

function rowsOf(before: ComparedRun, after: ComparedRun) {
  return Object.fromEntries(compareRuns(before, after, together).metrics.map((row) => [row.metric, row]));
}

/** Three metrics of three distributions, none of which differs between two runs. */
function draw({ normal, heavyTailed }: Chance, shape: Shape, slower = 1): ComparedRun {
  return measuredRun(shape, () => ({
    ttftMs: 40 * slower * Math.exp(0.3 * normal()),
    decodeTokensPerSecond: Math.max(0.1, 90 + 9 * normal()),
    cpuMeanPercent: 100 * Math.abs(heavyTailed()),
  }));
}

const verdicts = (before: ComparedRun, after: ComparedRun) =>
  compareRuns(before, after, together).metrics.map(({ verdict }) => verdict.kind);

describe('two runs without a difference', () => {
  it.each<Shape>([
    { tests: 1, repeats: 10 },
    { tests: 3, repeats: 3 },
    { tests: 9, repeats: 2 },
    { tests: 10, repeats: 1 },
  ])('are called worse in at most 5 % of 1,000 draws, with $tests tests and $repeats repeats', (shape) => {
    const luck = chance(shape.tests);
    const draws = Array.from({ length: 1000 }, () => verdicts(draw(luck, shape), draw(luck, shape)));
    const worse = draws.filter((kinds) => kinds.includes('worse')).length;
    expect(worse).toBeGreaterThan(0);
    expect(worse).toBeLessThanOrEqual(50);
    expect(draws.filter((kinds) => kinds.includes('better')).length).toBeLessThanOrEqual(50);
  });

  it('are called worse in at most 5 % of 500 draws, even where repeats of a test hang together', () => {
    const luck = chance(77);
    const shape = { tests: 8, repeats: 6 };
    const run = () => {
      const moods = Array.from({ length: shape.tests }, () => luck.normal());
      return measuredRun(shape, (test) => ({ ttftMs: 40 * Math.exp(0.1 * luck.normal() + 0.3 * (moods[test] ?? 0)) }));
    };
    const draws = Array.from({ length: 500 }, () => verdicts(run(), run()));
    expect(draws.filter((kinds) => kinds.includes('worse')).length).toBeLessThanOrEqual(25);
  });
});

describe('a metric', () => {
  it('is worse where it went the wrong way in nearly every draw, by its ratio', () => {
    const luck = chance(5);
    const shape = { tests: 4, repeats: 3 };
    const draws = Array.from({ length: 100 }, () => rowsOf(draw(luck, shape), draw(luck, shape, 2)).ttftMs);
    expect(draws.filter((row) => row?.verdict.kind === 'worse').length).toBeGreaterThan(70);
    expect(draws.filter((row) => row?.verdict.kind === 'better')).toEqual([]);
  });

  it('is judged by its direction', () => {
    const run = (factor: number) =>
      measuredRun({ tests: 8, repeats: 1 }, (test) => ({
        ttftMs: factor * (40 + test),
        decodeTokensPerSecond: factor * (90 + test),
        audioSeconds: factor * (3 + test),
        outputTokens: Math.round(factor * (100 + test)),
      }));
    const rows = rowsOf(run(1), run(1.5));
    expect(rows.ttftMs).toMatchObject({ verdict: { kind: 'worse' }, kind: 'ratio', pairs: 8, unit: 'test' });
    expect(rows.ttftMs?.effect).toBeCloseTo(1.5, 12);
    expect(rows.ttftMs?.before).toBeCloseTo(43.44, 2);
    expect(rows.decodeTokensPerSecond).toMatchObject({ verdict: { kind: 'better' } });
    expect(rows.outputTokens).toMatchObject({ verdict: { kind: 'describes' }, kind: 'difference', p: null });
    expect(rows.audioSeconds).toBeUndefined();
  });

  it('is not called worse where it is so by less than is worth speaking of', () => {
    const run = (factor: number) => measuredRun({ tests: 8, repeats: 1 }, (test) => ({ ttftMs: factor * (40 + test) }));
    expect(rowsOf(run(1), run(1.005)).ttftMs).toMatchObject({ verdict: { kind: 'no-difference' } });
    expect(rowsOf(run(1), run(1.02)).ttftMs).toMatchObject({ verdict: { kind: 'worse' } });
  });

  it('shows no difference where what matters is ruled out, and needs more repeats where it is not', () => {
    const run = (seed: number, spread: number) => {
      const { normal } = chance(seed);
      return measuredRun({ tests: 2, repeats: 6 }, () => ({ ttftMs: 40 * Math.exp(spread * normal()) }));
    };
    expect(rowsOf(run(1, 0.03), run(2, 0.03)).ttftMs).toMatchObject({ verdict: { kind: 'no-difference' } });
    expect(rowsOf(run(1, 0.3), run(2, 0.3)).ttftMs).toMatchObject({
      verdict: { kind: 'needs-more', what: 'repeats', more: expect.any(Number) },
    });
  });

  it('needs more repeats where there is a single pair, and has no interval', () => {
    const run = (ttftMs: number) => measuredRun({ tests: 1, repeats: 1 }, () => ({ ttftMs }));
    expect(rowsOf(run(40), run(400)).ttftMs).toMatchObject({
      verdict: { kind: 'needs-more', what: 'repeats', more: 5 },
      interval: null,
      pairs: 1,
    });
  });

  it('is compared by its difference where it can be zero, without a spread as well', () => {
    const run = (wer: number) =>
      measuredRun({ tests: 8, repeats: 1 }, () => ({ wer, e2eMs: 100 * wer }), { driver: 'stt' });
    const rows = rowsOf(run(0), run(0.25));
    expect(rows.wer).toMatchObject({ verdict: { kind: 'worse' }, effect: 0.25, interval: { low: 0.25, high: 0.25 } });
    expect(rows.e2eMs).toMatchObject({ verdict: { kind: 'worse' }, kind: 'difference', effect: 25 });
    expect(rowsOf(run(0.1), run(0.1)).wer).toMatchObject({ verdict: { kind: 'no-difference' }, effect: 0, p: 1 });
  });

  it('leaves out pairs of which one side is doubtful, unless there are no others', () => {
    const doubt = { validity: [{ reason: 'gpu-throttled', detail: 'for 3 s' }] };
    const before = measuredRun({ tests: 8, repeats: 1 }, () => ({ ttftMs: 40 }));
    const later = (doubtful: (test: number) => boolean) =>
      comparedRun(
        [...before.tests.keys()].map((testId, test) =>
          comparedResult({ testId, metrics: { ttftMs: doubtful(test) ? 400 : 40 }, ...(doubtful(test) && doubt) }),
        ),
      );
    expect(
      rowsOf(
        before,
        later((test) => test === 3),
      ).ttftMs,
    ).toMatchObject({
      verdict: { kind: 'no-difference' },
      pairs: 7,
      doubtfulPairs: { count: 1, used: false },
    });
    expect(
      rowsOf(
        before,
        later(() => true),
      ).ttftMs,
    ).toMatchObject({
      verdict: { kind: 'worse' },
      pairs: 8,
      doubtfulPairs: { count: 8, used: true },
    });
  });

  it('of the attempt that decided counts, and none of an attempt that broke', () => {
    const before = comparedRun([comparedResult({ metrics: { ttftMs: 40 } })]);
    const retried = comparedRun([
      comparedResult({ status: 'failed', metrics: { ttftMs: 900 } }),
      comparedResult({ attempt: 2, flaky: true, metrics: { ttftMs: 80 } }),
    ]);
    expect(rowsOf(before, retried).ttftMs?.effect).toBeCloseTo(2, 12);
    const broken = comparedRun([
      comparedResult({ metrics: { ttftMs: 900 } }),
      comparedResult({ attempt: 2, status: 'timeout', metrics: { ttftMs: 80 } }),
    ]);
    expect(compareRuns(before, broken, together)).toMatchObject({
      metrics: [],
      unpaired: [{ domain: 'llm', loadout: 'qwen3-8b', metric: 'ttftMs', before: 1, after: 0 }],
    });
  });

  it('is corrected for the others that judge', () => {
    const { normal } = chance(11);
    const ttft = Array.from({ length: 8 }, () => 40 * Math.exp(0.05 * normal()));
    const run = (factor: number, others: object) =>
      measuredRun({ tests: 8, repeats: 1 }, (test) => ({ ttftMs: factor * (ttft[test] ?? 0), ...others }));
    expect(rowsOf(run(1, {}), run(1.2, {})).ttftMs).toMatchObject({ p: 2 / 2 ** 8, level: 0.05 });
    const two = { e2eMs: 5, outputTokens: 7 };
    expect(rowsOf(run(1, two), run(1.2, two)).ttftMs).toMatchObject({ p: 4 / 2 ** 8, level: 0.025 });
  });

  it('is judged for each test where that is asked for', () => {
    const run = (slow: number) =>
      measuredRun({ tests: 2, repeats: 10 }, (test, repeat) => ({ ttftMs: (test === 1 ? slow : 1) * (40 + repeat) }));
    const { metrics, metricsByTest } = compareRuns(run(1), run(2), { byTest: true });
    expect(metrics).toMatchObject([{ testId: null, unit: 'test', verdict: { kind: 'needs-more', what: 'tests' } }]);
    expect(metricsByTest).toMatchObject([
      { testId: 'LLM-001[qwen3-8b]', verdict: { kind: 'no-difference' } },
      { testId: 'LLM-002[qwen3-8b]', verdict: { kind: 'worse' }, tests: 1, pairs: 10, unit: 'repeat' },
    ]);
  });
});

describe('a comparison', () => {
  const steady = measuredRun({ tests: 8, repeats: 1 }, () => ({ ttftMs: 40 }));

  it('has regressed with a test or with a metric', () => {
    const slower = measuredRun({ tests: 8, repeats: 1 }, () => ({ ttftMs: 80 }));
    const failing = measuredRun({ tests: 8, repeats: 1 }, () => ({ ttftMs: 40 }), { status: 'failed' });
    expect(hasRegression(compareRuns(steady, steady, together))).toBe(false);
    expect(hasRegression(compareRuns(slower, steady, together))).toBe(false);
    expect(hasRegression(compareRuns(steady, slower, together))).toBe(true);
    expect(hasRegression(compareRuns(steady, failing, together))).toBe(true);
  });

  it('is the same each time, and survives JSON whatever the numbers are', () => {
    const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(values, values, fc.integer({ min: 1, max: 4 }), (before, after, tests) => {
        const run = (numbers: readonly number[]) =>
          measuredRun({ tests, repeats: Math.ceil(numbers.length / tests) }, (test, repeat) => {
            const value = numbers[repeat * tests + test] ?? Number.NaN;
            return { ttftMs: value, cpuMeanPercent: value, outputTokens: value };
          });
        const comparison = compareRuns(run(before), run(after), { byTest: true });
        expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
        expect(compareRuns(run(before), run(after), { byTest: true })).toEqual(comparison);
      }),
      { numRuns: 40, seed: 1 },
    );
  });
});
