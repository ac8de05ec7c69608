import { expect, it } from 'vitest';
import type { SessionEvent } from '../../src/domain/events.ts';
import { createRunRecord } from '../../src/projections/run-record.ts';
import { sampleResult } from '../support/sample-results.ts';
import { sampleStart } from '../support/sample-start.ts';

function record(elapsed: readonly (readonly [number, SessionEvent])[]) {
  const saved: { summary: { passed: number; pending: number }; status: string; outcome: string | null }[] = [];
  const subject = createRunRecord(
    (text) => void saved.push(JSON.parse(text)),
    [
      ['A[m]', 1],
      ['B[m]', 1],
    ],
  );
  let seq = 0;
  for (const [elapsedMs, event] of elapsed) {
    seq += 1;
    subject.onEvent({ v: 1, seq, at: `2026-11-21T10:00:0${seq}.000Z`, elapsedMs, event });
  }
  return { saved, subject };
}

const finished = (testId: string): SessionEvent => ({ type: 'trial.finished', result: sampleResult({ testId }) });

it('holds every selected test as pending from the start, and counts results as they are recorded', () => {
  const { saved } = record([
    [0, sampleStart],
    [500, finished('A[m]')],
  ]);
  expect(saved.map(({ summary }) => [summary.pending, summary.passed])).toEqual([
    [2, 0],
    [1, 1],
  ]);
});

it('is not rewritten for each of many quick results, and catches up at the next tick', () => {
  const { saved, subject } = record([
    [0, sampleStart],
    [300, finished('A[m]')],
    [310, finished('B[m]')],
  ]);
  expect(saved).toHaveLength(2);
  subject.onTick();
  expect(saved.at(-1)?.summary.pending).toBe(0);
  subject.onTick();
  expect(saved).toHaveLength(3);
});

it('has the shape that other programs read', () => {
  const { saved } = record([
    [0, sampleStart],
    [500, finished('A[m]')],
    [
      900,
      {
        type: 'run.finished',
        status: 'in_progress',
        outcome: 'partial',
        summary: {
          total: 2,
          executed: 1,
          passed: 1,
          failed: 0,
          timeout: 0,
          error: 0,
          skipped: 0,
          pending: 1,
          flaky: 0,
        },
        durationMs: 900,
        exitCode: 130,
        reason: { kind: 'signal', signal: 'SIGINT' },
      },
    ],
  ]);
  expect(saved.at(-1)).toMatchInlineSnapshot(`
    {
      "createdAt": "2026-11-21T10:00:01.000Z",
      "dayId": "run-2026-11-21-001",
      "durationMs": 900,
      "exitCode": 130,
      "filters": {
        "domains": [],
        "groups": [],
        "ids": [],
        "loadouts": [],
        "priorities": [],
        "tags": [],
      },
      "mode": "full",
      "outcome": "partial",
      "plan": {
        "file": "/plans/sample.yaml",
        "name": "Sample",
        "tags": [],
        "version": "1.0",
      },
      "report": null,
      "runId": "RUN_20261121_100000",
      "status": "in_progress",
      "stoppedBy": {
        "kind": "signal",
        "signal": "SIGINT",
      },
      "summary": {
        "error": 0,
        "executed": 1,
        "failed": 0,
        "flaky": 0,
        "passed": 1,
        "pending": 1,
        "skipped": 0,
        "timeout": 0,
        "total": 2,
      },
      "triggeredBy": "test",
      "updatedAt": "2026-11-21T10:00:03.000Z",
      "v": 1,
    }
  `);
});
