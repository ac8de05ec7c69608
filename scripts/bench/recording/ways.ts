// Ways to record results of about 1 KB: as a run does it, and by writing the array anew each time.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openRunFiles } from '../../../src/cli/run-files.ts';
import { createRedactor } from '../../../src/domain/redaction.ts';
import type { TrialResult } from '../../../src/domain/results.ts';
import { Recorder } from '../../../src/engine/recorder.ts';
import type { Durability } from '../../../src/system/durability.ts';
import { sampleResult } from '../../../tests/support/sample-results.ts';
import { sampleStart } from '../../../tests/support/sample-start.ts';
import { scenario, schedule, stretch } from '../../../tests/support/schedules.ts';

export interface Way {
  /** Records one more result. */
  record(): void;
  /** Gets to the state after so many results, as quickly as it can. */
  skipTo(count: number): void;
}

const tests = 100;

/** With every file that a run keeps. */
export function asARun(directory: string, durability: Durability): Way {
  const plan = schedule(stretch(Array.from({ length: tests }, (_, index) => scenario(`T-${index}`, { repeats: 200 }))));
  const files = openRunFiles(directory, {
    schedule: plan,
    snapshot,
    redactor: createRedactor([]),
    durability,
    continuation: null,
  });
  const recorder = new Recorder({
    ...files,
    folder: directory,
    redactor: createRedactor(['a-secret-that-never-occurs']),
    now: () => performance.now(),
    wallClock: () => new Date(),
    startedAt: performance.now(),
  });
  recorder.record(sampleStart);
  let count = 0;
  const record = (): void => {
    recorder.record({ type: 'trial.finished', result: resultOf(count) });
    count += 1;
  };
  return { record, skipTo: (wanted) => repeat(wanted - count, record) };
}

/** What is simplest: the array is kept, and written whole with an fsync. */
export function byRewriting(directory: string): Way {
  const results: TrialResult[] = [];
  const keep = (): void => void results.push(resultOf(results.length));
  return {
    record() {
      keep();
      writeFileSync(join(directory, 'llm.json'), JSON.stringify(results), { flush: true });
    },
    skipTo: (wanted) => repeat(wanted - results.length, keep),
  };
}

function resultOf(index: number): TrialResult {
  const actual = { content: 'x'.repeat(500), path: null };
  return sampleResult({ testId: `T-${index % tests}[m]`, repeat: 1 + Math.floor(index / tests), actual });
}

function repeat(times: number, work: () => void): void {
  for (let done = 0; done < times; done += 1) work();
}

const snapshot = {
  startTime: '2026-11-21T10:00:00.000Z',
  host: sampleStart.host,
  git: null,
  runner: { version: '0.1.0', node: process.version },
  triggeredBy: 'bench',
  plan: { path: 'plan.yaml', directory: '.', sha256: '', files: {}, variables: {}, content: '' },
};
