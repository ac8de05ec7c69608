// Journals of whole runs, a folder each, for tests of what reads many of them. Of a run only its verdicts are told: a letter
// for each test.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { journalVersion, type RunMode, type SessionEvent } from '../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../src/domain/results.ts';
import { sampleResult } from './sample-results.ts';
import { sampleStart } from './sample-start.ts';

export interface RecordedRun {
  /** `passed`, `failed`, …, by scenario; a name of its own for one that is not reached. */
  readonly tests: Readonly<Record<string, FinalStatus | 'pending'>>;
  readonly plan?: string;
  readonly version?: string | null;
  readonly loadout?: string;
  readonly mode?: RunMode;
  readonly triggeredBy?: string;
  readonly finished?: boolean;
  /** Changes of single results, by scenario. */
  readonly details?: Readonly<Record<string, Partial<TrialResult>>>;
}

/** An empty folder for runs, gone with the test. */
export function emptyLogs(): string {
  const logs = mkdtempSync(join(tmpdir(), 'flightdeck-'));
  onTestFinished(() => rmSync(logs, { recursive: true, force: true }));
  return logs;
}

/** Gives the folder's path; `name` tells when it was, as in `RUN_20260301_101500`. */
export function recordRun(logs: string, name: string, run: RecordedRun): string {
  const directory = join(logs, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'events.jsonl'), '');
  const journal = new JournalWriter(directory);
  for (const event of eventsOf(name, run)) journal.append(event);
  return directory;
}

/** Adds events to a journal, numbered on. */
export class JournalWriter {
  readonly #path: string;
  readonly #began: number;
  #seq: number;

  constructor(directory: string, seq = 0) {
    this.#path = join(directory, 'events.jsonl');
    this.#began = timeOf(directory);
    this.#seq = seq;
  }

  append(event: SessionEvent): void {
    appendFileSync(this.#path, this.line(event));
  }

  line(event: SessionEvent): string {
    this.#seq += 1;
    const elapsedMs = this.#seq * 100;
    const at = new Date(this.#began + elapsedMs).toISOString();
    return `${JSON.stringify({ v: journalVersion, seq: this.#seq, at, elapsedMs, event })}\n`;
  }
}

export function eventsOf(name: string, run: RecordedRun): readonly SessionEvent[] {
  const { tests, loadout = 'm', details = {}, finished = true } = run;
  const reached = Object.entries(tests).flatMap(([scenario, status]): SessionEvent[] =>
    status === 'pending' ? [] : [resultOf(scenario, status, { loadout, ...details[scenario] })],
  );
  return [started(name, run), selected(Object.keys(tests), loadout), ...reached, ...(finished ? [finish(run)] : [])];
}

export function resultOf(scenario: string, status: FinalStatus, changes: Partial<TrialResult> = {}): SessionEvent {
  const failed = { checks: [{ name: 'contains', passed: false, message: 'no Paris in it' }] };
  const looks = status === 'failed' ? failed : status === 'skipped' ? { reason: 'no card' } : {};
  const error = status === 'error' || status === 'timeout' ? `it came to a ${status}` : null;
  return {
    type: 'trial.finished',
    result: sampleResult({
      scenario,
      name: `Does ${scenario}`,
      loadout: 'm',
      status,
      error,
      durationMs: 1000,
      ...looks,
      ...changes,
    }),
  };
}

export function started(name: string, { tests, plan = 'Plan', version = '1.0', ...run }: RecordedRun): SessionEvent {
  const { mode = 'full', triggeredBy = 'nightly', loadout = 'm' } = run;
  const count = Object.keys(tests).length;
  return {
    ...sampleStart,
    runId: name,
    dayId: `run-${name.slice(4, 8)}-${name.slice(8, 10)}-${name.slice(10, 12)}-001`,
    plan: { name: plan, file: '/plans/plan.yaml', version, tags: ['nightly'] },
    triggeredBy,
    mode,
    domains: [{ name: 'llm', driver: 'llm', loadouts: [loadout], tests: count, trials: count }],
    tests: count,
    trials: count,
  };
}

export function selected(scenarios: readonly string[], loadout: string): SessionEvent {
  const tests = scenarios.map((scenario) => ({
    testId: `${scenario}[${loadout}]`,
    scenario,
    name: `Does ${scenario}`,
    group: 'basics',
    priority: 'P1' as const,
    tags: [],
    repeats: 1,
  }));
  return { type: 'tests.selected', domain: 'llm', driver: 'llm', loadout, tests };
}

export function finish({ tests }: Pick<RecordedRun, 'tests'>): SessionEvent {
  const statuses = Object.values(tests);
  const pending = statuses.includes('pending');
  const bad = statuses.some((status) => ['failed', 'timeout', 'error'].includes(status));
  return {
    type: 'run.finished',
    status: pending ? 'in_progress' : 'completed',
    outcome: pending ? 'partial' : bad ? 'failed' : 'passed',
    // Nonsense on purpose: readers count for themselves.
    summary: { total: 9, executed: 9, passed: 9, failed: 9, timeout: 9, error: 9, skipped: 9, pending: 9, flaky: 9 },
    durationMs: 5240,
    exitCode: bad ? 1 : 0,
    reason: null,
  };
}

/** As its name tells it, in UTC. */
function timeOf(directory: string): number {
  const [, year, month, day, hours, minutes, seconds] =
    /RUN_(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)/.exec(directory)?.map(Number) ?? [];
  return Date.UTC(year ?? 2026, (month ?? 1) - 1, day, hours, minutes, seconds);
}
