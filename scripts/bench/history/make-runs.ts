// Many run folders with journals as small as they can be, made once and kept in the temporary directory.
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { journalVersion, type SessionEvent } from '../../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../../src/domain/results.ts';
import { noFilters } from '../../../src/domain/schedule.ts';
import { twoDigits } from '../../../src/domain/units.ts';

export interface ManyRuns {
  readonly logs: string;
  readonly folders: number;
  readonly results: number;
  readonly bytes: number;
}

const layout = 1;
const everyMs = 20 * 60_000;
const first = Date.UTC(2026, 0, 1);

/** `results` in each of `folders`. */
export function manyRuns(folders: number, results: number): ManyRuns {
  const logs = join(tmpdir(), `flightdeck-bench-history-${layout}-${folders}x${results}`);
  if (statSync(logs, { throwIfNoEntry: false }) === undefined) {
    const fresh = `${logs}.${process.pid}`;
    for (let run = 0; run < folders; run += 1) makeRun(fresh, run, results);
    renameSync(fresh, logs);
  }
  const names = readdirSync(logs).filter((name) => name.startsWith('RUN_'));
  const bytes = names.reduce((sum, name) => sum + statSync(join(logs, name, 'events.jsonl')).size, 0);
  return { logs, folders: names.length, results: names.length * results, bytes };
}

export function forgetIndex(logs: string): void {
  for (const name of readdirSync(logs)) if (name.startsWith('.')) rmSync(join(logs, name), { recursive: true });
}

function makeRun(logs: string, run: number, results: number): void {
  const began = first + run * everyMs;
  const date = new Date(began);
  const day = `${date.getUTCFullYear()}${twoDigits(date.getUTCMonth() + 1)}${twoDigits(date.getUTCDate())}`;
  const runId = `RUN_${day}_${twoDigits(date.getUTCHours())}${twoDigits(date.getUTCMinutes())}00`;
  const lines = [...eventsOf(runId, run, results)].map((event, index) =>
    JSON.stringify({
      v: journalVersion,
      seq: index + 1,
      at: new Date(began + index).toISOString(),
      elapsedMs: index,
      event,
    }),
  );
  mkdirSync(join(logs, runId), { recursive: true });
  writeFileSync(join(logs, runId, 'events.jsonl'), `${lines.join('\n')}\n`);
}

function* eventsOf(runId: string, run: number, count: number): Generator<SessionEvent> {
  const scenarios = Array.from({ length: count }, (_, index) => `T-${String(index).padStart(4, '0')}`);
  yield {
    type: 'run.started',
    runId,
    dayId: `run-2026-01-01-${String(run + 1).padStart(3, '0')}`,
    runnerVersion: '0.1.0',
    plan: { name: `Plan ${run % 4}`, file: 'plan.yaml', version: `1.${Math.floor(run / 50)}`, tags: [] },
    host: { os: 'Linux', cpu: 'CPU', cpuCount: 2, memoryMiB: 1024, gpus: [] },
    triggeredBy: 'bench',
    mode: 'full',
    filters: noFilters,
    overrides: {},
    domains: [{ name: 'llm', driver: 'llm', loadouts: ['m'], tests: count, trials: count }],
    tests: count,
    trials: count,
  };
  const tests = scenarios.map((scenario) => ({
    testId: `${scenario}[m]`,
    scenario,
    name: 'Answers',
    group: groupOf(scenario),
    priority: 'P1' as const,
    tags: [],
    repeats: 1,
  }));
  yield { type: 'tests.selected', domain: 'llm', driver: 'llm', loadout: 'm', tests };
  let bad = 0;
  for (const [index, scenario] of scenarios.entries()) {
    const status = statusOf(run, index);
    if (status === 'failed') bad += 1;
    yield { type: 'trial.finished', result: resultOf(scenario, status, run, index) };
  }
  const counts = { total: count, executed: count, passed: count - bad, failed: bad };
  yield {
    type: 'run.finished',
    status: 'completed',
    outcome: bad > 0 ? 'failed' : 'passed',
    summary: { ...counts, timeout: 0, error: 0, skipped: 0, pending: 0, flaky: 0 },
    durationMs: 600_000,
    exitCode: bad > 0 ? 1 : 0,
    reason: null,
  };
}

function groupOf(scenario: string): string {
  return `group-${scenario.at(-1)}`;
}

/** Two of a hundred fail, each time others. */
function statusOf(run: number, index: number): FinalStatus {
  return (run * 7 + index * 13) % 50 === 0 ? 'failed' : 'passed';
}

function resultOf(scenario: string, status: FinalStatus, run: number, index: number): TrialResult {
  return {
    testId: `${scenario}[m]`,
    scenario,
    name: 'Answers',
    description: null,
    domain: 'llm',
    driver: 'llm',
    group: groupOf(scenario),
    loadout: 'm',
    priority: 'P1',
    tags: [],
    repeat: 1,
    attempt: 1,
    status,
    flaky: false,
    startedAt: new Date(first + run * everyMs + index * 600).toISOString(),
    durationMs: 400 + ((run * 31 + index * 17) % 200),
    services: { llm: { service: 'builtin', model: 'm' } },
    metrics: { ttftMs: 40 + ((run * 29 + index * 11) % 30) },
    validity: [],
    checks: [{ name: 'contains', passed: status === 'passed', expected: 'Paris' }],
    steps: [],
    actual: null,
    error: null,
  };
}
