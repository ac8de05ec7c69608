import { expect, it } from 'vitest';
import type { Status } from '../../src/domain/results.ts';
import { groupQuality, runQuality, testQuality } from '../../src/history/quality.ts';

const letters: Readonly<Record<string, Status>> = {
  P: 'passed',
  R: 'passed',
  F: 'failed',
  T: 'timeout',
  E: 'error',
  s: 'skipped',
  '.': 'pending',
};

/** A letter for each run, oldest first; `R` passed at a further attempt. */
function runs(text: string, durationMs: number | null = 1000) {
  return [...text].map((letter) => ({ status: letters[letter] ?? 'pending', flaky: letter === 'R', durationMs }));
}

it.each([
  ['', null],
  ['P', null],
  ['s.s', null],
  ['Fs.', null],
  ['PP', 'stable'],
  ['FF', 'stable'],
  ['FTE', 'stable'],
  ['FFP', 'improving'],
  ['FsP', 'improving'],
  ['PE', 'degrading'],
  ['PFP', 'improving'],
  ['FPF', 'degrading'],
  ['PFPF', 'flaky'],
  ['FPPPP', 'improving'],
  ['FPPPPP', 'stable'],
  ['PFFFFF', 'stable'],
  ['PR', 'stable'],
  ['PRRPP', 'stable'],
  ['PRRRP', 'flaky'],
  ['PFR', 'improving'],
  ['PFRF', 'flaky'],
  ['PFPFPPPPPPP', 'flaky'],
  ['PFPFPPPPPPPPP', 'stable'],
])('takes the runs %j for %j', (text, trend) => {
  expect(testQuality(runs(text)).trend).toBe(trend);
});

it('counts skipped and pending runs nowhere, and timeouts and errors as not passed', () => {
  expect(testQuality(runs('sPF.TE'))).toMatchObject({ executed: 4, passRate: 25, passing: false });
  expect(testQuality(runs('s.'))).toMatchObject({ executed: 0, passRate: null, passing: null, reliability: null });
});

it('averages the time of what was measured to its end', () => {
  const times = [...runs('P', 1000), ...runs('F', 2000), ...runs('T', 60_000), ...runs('E', 1), ...runs('s', null)];
  expect(testQuality(times).averageDurationMs).toBe(1500);
  expect(testQuality(runs('TE')).averageDurationMs).toBeNull();
});

it('is reliable as often as it comes out as before, at the first attempt', () => {
  expect(testQuality(runs('PPPP')).reliability).toBe(100);
  expect(testQuality(runs('FFFP')).reliability).toBe(66.7);
  expect(testQuality(runs('PFPF')).reliability).toBe(0);
  expect(testQuality(runs('PPRP')).reliability).toBe(66.7);
  expect(testQuality(runs('P')).reliability).toBeNull();
});

const none = { total: 0, executed: 0, passed: 0, failed: 0, timeout: 0, error: 0, skipped: 0, pending: 0, flaky: 0 };

it('tells of a run how much of it was executed, and how much of that passed', () => {
  expect(runQuality({ ...none, total: 8, executed: 6, passed: 2, failed: 4, skipped: 2 })).toEqual({
    coverage: 75,
    passRate: 33.3,
  });
  expect(runQuality(none)).toEqual({ coverage: null, passRate: null });
});

it.each([
  [{ total: 3, executed: 3, passed: 3 }, 'clean', 100],
  [{ total: 3, executed: 3, passed: 2, failed: 1 }, 'failing', 66.7],
  [{ total: 3, executed: 2, passed: 1, timeout: 1, pending: 1 }, 'failing', 50],
  [{ total: 3, executed: 2, passed: 2, skipped: 1 }, 'partial', 100],
  [{ total: 3, executed: 2, passed: 2, pending: 1 }, 'partial', 100],
  [{ total: 3, pending: 3 }, 'pending', null],
])('takes a group of %j for %s', (counts, status, passRate) => {
  expect(groupQuality({ ...none, ...counts })).toEqual({ status, passRate });
});
