import { expect, it } from 'vitest';
import type { StopReason } from '../../src/domain/events.ts';
import type { Summary } from '../../src/domain/summary.ts';
import { verdictOn } from '../../src/engine/verdict.ts';

const counts: Summary = {
  total: 3,
  executed: 3,
  passed: 3,
  failed: 0,
  timeout: 0,
  error: 0,
  skipped: 0,
  pending: 0,
  flaky: 0,
};
const started = { ready: 1, failed: 0, withoutServices: 0 };
const sigint: StopReason = { kind: 'signal', signal: 'SIGINT' };

it.each([
  ['everything passed', counts, null, started, { status: 'completed', outcome: 'passed', exitCode: 0 }],
  [
    'one failed',
    { ...counts, passed: 2, failed: 1 },
    null,
    started,
    { status: 'completed', outcome: 'failed', exitCode: 1 },
  ],
  [
    'one timed out',
    { ...counts, passed: 2, timeout: 1 },
    null,
    started,
    { status: 'completed', outcome: 'failed', exitCode: 1 },
  ],
  [
    'some were skipped',
    { ...counts, executed: 2, passed: 2, skipped: 1 },
    null,
    started,
    { status: 'completed', outcome: 'passed', exitCode: 0 },
  ],
  [
    'all were skipped',
    { ...counts, executed: 0, passed: 0, skipped: 3 },
    null,
    started,
    { status: 'completed', outcome: 'partial', exitCode: 4 },
  ],
  [
    'SIGINT',
    { ...counts, executed: 1, passed: 1, pending: 2 },
    sigint,
    started,
    { status: 'in_progress', outcome: 'partial', exitCode: 130 },
  ],
  [
    'no service could be started',
    { ...counts, passed: 0, error: 3 },
    null,
    { ready: 0, failed: 2, withoutServices: 0 },
    { status: 'completed', outcome: 'failed', exitCode: 3 },
  ],
  [
    'one of two services could not be started',
    { ...counts, passed: 2, error: 1 },
    null,
    { ready: 1, failed: 1, withoutServices: 0 },
    { status: 'completed', outcome: 'failed', exitCode: 1 },
  ],
] as const)('%s', (_name, summary, reason, starts, verdict) => {
  expect(verdictOn(summary, reason, starts)).toEqual(verdict);
});
