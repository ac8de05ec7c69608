// The record of a finished run, as test-run-history-store.md describes it: one for its plan, and one for each loadout. Pure.
import { isBad } from '../domain/results.ts';
import { noReason } from '../domain/wording.ts';
import type { HistoryRecord, RecordSubject } from './history-store.ts';
import type { TestRow } from './test-fold.ts';

export interface FinishedRun {
  readonly runId: string;
  readonly plan: string;
  readonly version: string | null;
  readonly tags: readonly string[];
  readonly triggeredBy: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Selected ones of which nothing is known but their number; older journals name only what they reached. */
  readonly unnamed: number;
}

export interface SubjectRecord {
  readonly by: RecordSubject;
  readonly record: HistoryRecord;
}

/** `tests` are all of the run, in their order. A loadout takes as long as its tests did. */
export function recordsOf(run: FinishedRun, tests: readonly TestRow[]): readonly SubjectRecord[] {
  const byLoadout = new Map<string, TestRow[]>();
  for (const test of tests) {
    if (test.loadout !== null) byLoadout.set(test.loadout, [...(byLoadout.get(test.loadout) ?? []), test]);
  }
  const loadouts = [...byLoadout].map(([loadout, own]): SubjectRecord => {
    const spentMs = own.reduce((sum, test) => sum + test.spentMs, 0);
    return { by: 'loadout', record: recordOf({ ...run, durationMs: spentMs, unnamed: 0 }, loadout, own) };
  });
  return [{ by: 'plan', record: recordOf(run, run.plan, tests) }, ...loadouts];
}

function recordOf(run: FinishedRun, name: string, tests: readonly TestRow[]): HistoryRecord {
  const count = (wanted: (test: TestRow) => boolean): number => tests.filter(wanted).length;
  const failed = tests.filter(({ status }) => isBad(status));
  return {
    run_id: run.runId,
    agent_name: name,
    version: run.version,
    timestamp: run.startedAt,
    result_summary: {
      total: tests.length + run.unnamed,
      passed: count(({ status }) => status === 'passed'),
      failed: failed.length,
      skipped: count(({ status }) => status === 'skipped'),
      pending: count(({ status }) => status === 'pending') + run.unnamed,
    },
    failures: failed.map(({ place, testId, reason }) => ({
      index: place,
      description: `${testId}: ${reason ?? noReason}`,
    })),
    duration: Math.round(run.durationMs) / 1000,
    triggered_by: run.triggeredBy,
    tags: run.tags,
  };
}
