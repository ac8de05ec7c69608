// What is kept of runs whose folders were removed: lines of JSON that are only ever added. The tests of a run come in pieces,
// and its own line last, so that a run that was not written to its end is not there.
import { appendFileSync, closeSync, fstatSync, fsyncSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { finalStatuses } from '../domain/results.ts';
import { refuseLaterVersion } from '../recorded/format-version.ts';
import { runOutcome, runStatus } from '../recorded/schemas/parts.ts';
import { readLines } from '../recorded/text-stream.ts';
import type { SubjectRecord } from './records.ts';
import type { FoldedRun, RunRow } from './run-fold.ts';
import type { TestRow } from './test-fold.ts';

export const prunedName = '.pruned.jsonl';
const prunedVersion = 1;
const testsInALine = 500;

const count = z.number();
const text = z.string();
const textOrNull = z.string().nullable();

const testSchema: z.ZodType<TestRow> = z.object({
  testId: text,
  scenario: text,
  domain: text,
  loadout: textOrNull,
  name: text,
  group: textOrNull,
  description: textOrNull,
  place: count,
  status: z.enum([...finalStatuses, 'pending']),
  flaky: z.boolean(),
  attempts: count,
  executed: count,
  spentMs: count,
  reason: textOrNull,
  repeats: count,
  letters: text,
  reasons: z.record(z.string(), text).default({}),
});

const runSchema: z.ZodType<RunRow> = z.object({
  runId: text,
  dayId: text,
  plan: text,
  version: textOrNull,
  tags: z.array(text),
  mode: text,
  triggeredBy: text,
  status: runStatus,
  outcome: runOutcome.nullable(),
  startedAt: text,
  updatedAt: text,
  durationMs: count,
  planned: count,
  summary: z.object({
    total: count,
    executed: count,
    passed: count,
    failed: count,
    timeout: count,
    error: count,
    skipped: count,
    pending: count,
    flaky: count,
  }),
});

const recordSchema: z.ZodType<SubjectRecord> = z.object({
  by: z.enum(['plan', 'loadout']),
  record: z.object({
    run_id: text,
    agent_name: text,
    version: textOrNull,
    timestamp: text,
    result_summary: z.object({ total: count, passed: count, failed: count, skipped: count, pending: count }),
    failures: z.array(z.object({ index: count, description: text })),
    duration: count,
    triggered_by: text,
    tags: z.array(text),
  }),
});

const lineSchema = z.union([
  z.object({ v: count, runId: text, tests: z.array(testSchema) }),
  z.object({ v: count, run: runSchema, records: z.array(z.array(recordSchema)) }),
]);

/** In the order in which they were kept; a run that came back and was removed again is there twice. */
export async function* readPruned(logsDirectory: string, warn: (line: string) => void): AsyncGenerator<FoldedRun> {
  const tests = new Map<string, Map<string, TestRow>>();
  const damaged: number[] = [];
  for await (const { number, text: line } of readLines(join(logsDirectory, prunedName))) {
    const parsed = lineSchema.safeParse(parseLine(line));
    if (!parsed.success) damaged.push(number);
    else if ('run' in parsed.data) {
      const { run, records } = parsed.data;
      yield { run, records, tests: [...(tests.get(run.runId)?.values() ?? [])] };
      tests.delete(run.runId);
    } else {
      const { runId } = parsed.data;
      const own = tests.get(runId) ?? new Map<string, TestRow>();
      for (const test of parsed.data.tests) own.set(test.testId, test);
      tests.set(runId, own);
    }
  }
  const [first] = damaged;
  if (first === undefined) return;
  const more = damaged.length > 1 ? ` and ${damaged.length - 1} more` : '';
  warn(`${join(logsDirectory, prunedName)}: line ${first}${more} cannot be read and is left out`);
}

function parseLine(line: string | null): unknown {
  if (line === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  refuseLaterVersion(value, prunedVersion, { name: prunedName, kind: 'file' });
  return value;
}

/** It is on the disk when this returns. Throws the system's error. */
export function keepPruned(logsDirectory: string, { run, tests, records }: FoldedRun): void {
  const path = join(logsDirectory, prunedName);
  const lines: string[] = [];
  for (let from = 0; from < tests.length; from += testsInALine) {
    lines.push(line({ runId: run.runId, tests: tests.slice(from, from + testsInALine) }));
  }
  lines.push(line({ run, records }));
  const descriptor = openSync(path, 'a+', 0o644);
  try {
    // An earlier writer may have been killed in the middle of a line.
    appendFileSync(descriptor, `${endsWhole(descriptor) ? '' : '\n'}${lines.join('')}`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function line(value: object): string {
  return `${JSON.stringify({ v: prunedVersion, ...value })}\n`;
}

function endsWhole(descriptor: number): boolean {
  const last = Buffer.alloc(1);
  const { size } = fstatSync(descriptor);
  return size === 0 || (readSync(descriptor, last, 0, 1, size - 1) === 1 && last[0] === 0x0a);
}
