// Cost of recording one result of about 1 KB, journal with fsync and domain file, at the 100th and at the 20,000th; beside
// the naive way, which rewrites the array each time.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { createRedactor } from '../../src/domain/redaction.ts';
import { Recorder } from '../../src/engine/recorder.ts';
import { createDomainResults } from '../../src/projections/domain-results.ts';
import { createJournal } from '../../src/projections/journal.ts';
import { openAppendFile } from '../../src/system/append-file.ts';
import { createJsonArrayFile } from '../../src/system/json-array-file.ts';
import { sampleResult } from '../../tests/support/sample-results.ts';
import { ms, printTable } from './table.ts';

const total = 20_000;
const naiveTotal = 2_000;
const marks = [100, 1_000, 20_000];
/** Results around a mark whose median counts. */
const around = 99;

export async function recordingBench(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'flightdeck-bench-'));
  try {
    const flightdeck = recordAll(directory);
    const naive = rewriteAll(join(directory, 'naive.json'));
    const cost = (costs: readonly number[], mark: number): number =>
      median(costs.slice(Math.max(0, mark - around), mark));
    const rows = marks.map((mark) => [
      `result ${mark}`,
      ms(cost(flightdeck, mark), 3),
      mark <= naiveTotal ? ms(cost(naive, mark), 3) : '–',
    ]);
    rows.push(['ratio 20,000 / 100', (cost(flightdeck, total) / cost(flightdeck, 100)).toFixed(2), '–']);
    printTable(
      'recording: one result of 1 KB, median of 99',
      ['', 'journal + fsync + {domain}.json', 'rewriting the array'],
      rows,
    );
    const mebibytes = statSync(join(directory, 'llm.json')).size / 2 ** 20;
    console.log(`{domain}.json holds ${mebibytes.toFixed(1)} MiB after ${total} results`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function recordAll(directory: string): number[] {
  const journal = openAppendFile(join(directory, 'events.jsonl'));
  const results = createDomainResults((domain) => createJsonArrayFile(join(directory, `${domain}.json`)));
  const recorder = new Recorder({
    folder: directory,
    journal: createJournal(journal),
    required: [results],
    observers: [],
    redactor: createRedactor(['a-secret-that-never-occurs']),
    now: () => performance.now(),
    wallClock: () => new Date(),
    startedAt: performance.now(),
  });
  const costs: number[] = [];
  for (let index = 0; index < total; index += 1) {
    const result = sampleResult({ testId: `T-${index}[m]`, actual: { content: 'x'.repeat(500), path: null } });
    const before = performance.now();
    recorder.record({ type: 'trial.finished', result });
    costs.push(performance.now() - before);
  }
  results.close();
  journal.close();
  return costs;
}

function rewriteAll(path: string): number[] {
  const results: unknown[] = [];
  const costs: number[] = [];
  for (let index = 0; index < naiveTotal; index += 1) {
    const before = performance.now();
    results.push(sampleResult({ testId: `T-${index}[m]`, actual: { content: 'x'.repeat(500), path: null } }));
    writeFileSync(path, JSON.stringify(results), { flush: true });
    costs.push(performance.now() - before);
  }
  return costs;
}
