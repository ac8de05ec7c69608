// The clock of the machine is set back again and again while a run goes on: order and durations do not depend on it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRunFiles } from '../../src/cli/run-files.ts';
import type { RecordedEvent, SessionEvent } from '../../src/domain/events.ts';
import { createRedactor } from '../../src/domain/redaction.ts';
import { Recorder } from '../../src/engine/recorder.ts';
import { readRun } from '../../src/report/read-run.ts';
import { allOf } from '../support/all-of.ts';
import { openRun } from '../support/run-on-disk.ts';
import { sampleStart } from '../support/sample-start.ts';
import { scenario, schedule, stretch } from '../support/schedules.ts';
import { simulate } from '../support/simulation.ts';
import { temporaryDirectory } from '../support/trial-tasks.ts';

const plan = schedule(
  stretch([scenario('A', { repeats: 2 }), scenario('B', { retries: 1 })]),
  stretch([scenario('C')]),
);
const summary = { total: 5, executed: 5, passed: 4, failed: 1, timeout: 0, error: 0, skipped: 0, pending: 0, flaky: 0 };
const end = { status: 'completed', outcome: 'failed', summary, exitCode: 1, reason: null } as const;

/** Records a whole run, each event an hour earlier by the clock than the one before and 100 ms later in truth. */
function recordBackwards(directory: string): readonly RecordedEvent[] {
  let [wallMs, elapsedMs] = [Date.UTC(2026, 10, 21, 14, 30), 0];
  const files = openRunFiles(directory, {
    schedule: plan,
    snapshot,
    redactor: createRedactor([]),
    durability: 'os',
    continuation: null,
  });
  const recorder = new Recorder({
    ...files,
    folder: directory,
    redactor: createRedactor([]),
    now: () => elapsedMs,
    wallClock: () => new Date(wallMs),
    startedAt: 0,
  });
  const { events } = simulate(plan, { attempt: (id) => (id.startsWith('B') ? 'failed' : 'passed') });
  const all: SessionEvent[] = [sampleStart, ...events, { type: 'run.finished', durationMs: 5000, ...end }];
  const recorded = all.map((event) => {
    wallMs -= 3_600_000;
    elapsedMs += 100;
    return recorder.record(event);
  });
  files.close();
  return recorded;
}

const snapshot = {
  startTime: '2026-11-21T14:30:00.000Z',
  host: sampleStart.host,
  git: null,
  runner: { version: '0.1.0', node: 'v24' },
  triggeredBy: 'test',
  plan: { path: 'plan.yaml', directory: '.', sha256: '', files: {}, variables: {}, content: '' },
};

it('leaves no negative duration anywhere, and the order of events as it was', async () => {
  const directory = join(temporaryDirectory(), 'RUN_20261121_143000');
  mkdirSync(directory);
  const recorded = recordBackwards(directory);
  const { journal, json, text } = openRun(directory);
  const run = await readRun(directory);
  const results = (await Promise.all(run.domains.map((domain) => allOf(domain.results())))).flat();

  expect(journal.map(({ seq }) => seq)).toEqual(recorded.map((_, index) => index + 1));
  expect(journal.map(({ elapsedMs }) => elapsedMs)).toEqual(recorded.map((_, index) => (index + 1) * 100));
  expect(Date.parse(journal.at(-1)?.at ?? '')).toBeLessThan(Date.parse(journal[0]?.at ?? ''));
  const seen = { journal, record: json('run.json'), run, results };
  expect(negatives(seen)).toEqual([]);
  expect(run).toMatchObject({ durationMs: 5000, warnings: [] });
  expect(results.map(({ testId, attempt }) => `${testId} ${attempt}`)).toEqual([
    'A[m] 1',
    'A[m] 1',
    'B[m] 1',
    'B[m] 2',
    'C[m] 1',
  ]);
  const progression = text('progression.log');
  expect(progression).toContain('Finished Test Run: FAILED');
  expect(progression).not.toMatch(/-\d+(\.\d+)? ?m?s\b/);
});

/** Where a number below zero stands. */
function negatives(value: unknown, place = ''): readonly string[] {
  if (typeof value === 'number') return value < 0 ? [`${place} ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => negatives(part, `${place}.${key}`));
}
