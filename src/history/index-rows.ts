// What comes out of the index, checked column by column: a file on a disk can hold anything. By hand, since listings are asked
// for often and the usual schemas take longer to load than the answer does.
import type { SQLOutputValue } from 'node:sqlite';
import type { RunOutcome, RunStatus } from '../domain/events.ts';
import type { Status } from '../domain/results.ts';
import type { Summary } from '../domain/summary.ts';
import type { HistoryRecord, RecordedFailure, RunEntry } from './history-store.ts';
import { UnusableIndexError } from './index-file.ts';
import type { RunRow } from './run-fold.ts';
import type { TestRow } from './test-fold.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

export function text(row: Row, column: string): string {
  return textOrNull(row, column) ?? wrong(column);
}

export function textOrNull(row: Row, column: string): string | null {
  const value = row[column];
  return value === null || typeof value === 'string' ? value : wrong(column);
}

export function amount(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : wrong(column);
}

export function flag(row: Row, column: string): boolean {
  return amount(row, column) !== 0;
}

export const statuses: readonly Status[] = ['passed', 'failed', 'skipped', 'timeout', 'error', 'pending'];
const runStatuses: readonly RunStatus[] = ['in_progress', 'completed', 'abandoned'];
const outcomes: readonly RunOutcome[] = ['passed', 'failed', 'partial'];

function oneOf<T extends string>(values: readonly T[], row: Row, column: string): T {
  const value = text(row, column);
  return values.find((each) => each === value) ?? wrong(column);
}

export function statusIn(row: Row): Status {
  return oneOf(statuses, row, 'status');
}

/** Null where no attempt was executed. */
export function meanDuration(row: Row): number | null {
  const executed = amount(row, 'executed');
  return executed === 0 ? null : amount(row, 'spentMs') / executed;
}

export function summaryOf(row: Row): Summary {
  return {
    total: amount(row, 'total'),
    executed: amount(row, 'executed'),
    passed: amount(row, 'passed'),
    failed: amount(row, 'failed'),
    timeout: amount(row, 'timeout'),
    error: amount(row, 'error'),
    skipped: amount(row, 'skipped'),
    pending: amount(row, 'pending'),
    flaky: amount(row, 'flaky'),
  };
}

export function runRowOf(row: Row): RunRow {
  return {
    runId: text(row, 'runId'),
    dayId: text(row, 'dayId'),
    plan: text(row, 'plan'),
    version: textOrNull(row, 'version'),
    tags: listIn(row, 'tags', isText),
    mode: text(row, 'mode'),
    triggeredBy: text(row, 'triggeredBy'),
    status: oneOf(runStatuses, row, 'status'),
    outcome: row['outcome'] === null ? null : oneOf(outcomes, row, 'outcome'),
    startedAt: text(row, 'startedAt'),
    updatedAt: text(row, 'updatedAt'),
    durationMs: amount(row, 'durationMs'),
    planned: amount(row, 'planned'),
    summary: summaryOf(row),
  };
}

export function runEntryOf(row: Row): RunEntry {
  const { planned: _, ...run } = runRowOf(row);
  return {
    ...run,
    regressions: countedYet(row, 'regressions'),
    fixes: countedYet(row, 'fixes'),
    pruned: flag(row, 'pruned'),
  };
}

/** Another process may be about to count. */
function countedYet(row: Row, column: string): number {
  return row[column] === null ? 0 : amount(row, column);
}

export function testRowOf(row: Row): TestRow {
  return {
    testId: text(row, 'testId'),
    scenario: text(row, 'scenario'),
    domain: text(row, 'domain'),
    loadout: textOrNull(row, 'loadout'),
    name: text(row, 'name'),
    group: textOrNull(row, 'group'),
    description: textOrNull(row, 'description'),
    place: amount(row, 'place'),
    status: statusIn(row),
    flaky: flag(row, 'flaky'),
    attempts: amount(row, 'attempts'),
    executed: amount(row, 'executed'),
    spentMs: amount(row, 'spentMs'),
    reason: textOrNull(row, 'reason'),
    repeats: amount(row, 'repeats'),
    letters: text(row, 'letters'),
    reasons: textsIn(row, 'reasons'),
  };
}

export function recordOf(row: Row): HistoryRecord {
  return {
    run_id: text(row, 'runId'),
    agent_name: text(row, 'name'),
    version: textOrNull(row, 'version'),
    timestamp: text(row, 'timestamp'),
    result_summary: {
      total: amount(row, 'total'),
      passed: amount(row, 'passed'),
      failed: amount(row, 'failed'),
      skipped: amount(row, 'skipped'),
      pending: amount(row, 'pending'),
    },
    failures: listIn(row, 'failures', isFailure),
    duration: amount(row, 'duration'),
    triggered_by: text(row, 'triggeredBy'),
    tags: listIn(row, 'tags', isText),
  };
}

function listIn<T>(row: Row, column: string, is: (value: unknown) => value is T): readonly T[] {
  const list = parsed(text(row, column));
  return Array.isArray(list) && list.every(is) ? list : wrong(column);
}

function textsIn(row: Row, column: string): Readonly<Record<string, string>> {
  const entries = Object.entries(parsed(text(row, column)) ?? {});
  return Object.fromEntries(entries.map(([name, value]) => (isText(value) ? [name, value] : wrong(column))));
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isFailure(value: unknown): value is RecordedFailure {
  if (typeof value !== 'object' || value === null || !('index' in value) || !('description' in value)) return false;
  return typeof value.index === 'number' && typeof value.description === 'string';
}

function wrong(column: string): never {
  throw new UnusableIndexError(`holds something else than expected under "${column}"`);
}
