// The questions of HistoryStore, asked of the index.
import type {
  FailedTest,
  FailureFilter,
  GroupEntry,
  HistoryRecord,
  RecordFilter,
  RunEntry,
  TestHistory,
  TestRun,
} from './history-store.ts';
import {
  amount,
  flag,
  meanDuration,
  type Row,
  recordOf,
  runEntryOf,
  statuses,
  statusIn,
  summaryOf,
  text,
  textOrNull,
} from './index-rows.ts';
import type { Statements, Value } from './statements.ts';

export function runs(index: Statements): readonly RunEntry[] {
  return index.all('SELECT * FROM runs ORDER BY run').map(runEntryOf);
}

export function testIds(index: Statements): readonly string[] {
  return index
    .all(
      'SELECT testId FROM tests WHERE EXISTS (SELECT 1 FROM results WHERE results.test = tests.test) ORDER BY testId',
    )
    .map((row) => text(row, 'testId'));
}

const resultColumns = `results.status, results.flaky, results.attempts, results.executed, results.spentMs, results.reason,
  runs.runId, runs.plan, runs.version, runs.startedAt`;

/** By test id, then by time. */
export function tests(index: Statements, reference: string): readonly TestHistory[] {
  const rows = index.all(
    `SELECT tests.testId, tests.scenario, wordings.*, ${resultColumns}
    FROM tests JOIN results USING (test) JOIN runs USING (run) JOIN wordings USING (wording)
    WHERE tests.test IN (SELECT test FROM tests WHERE testId = ?1 UNION SELECT test FROM tests WHERE scenario = ?1)
    ORDER BY tests.testId, results.run`,
    reference,
  );
  const histories = new Map<string, TestHistory & { readonly runs: TestRun[] }>();
  for (const row of rows) {
    const testId = text(row, 'testId');
    const before = histories.get(testId)?.runs ?? [];
    before.push(testRunOf(row));
    histories.set(testId, {
      testId,
      scenario: text(row, 'scenario'),
      domain: text(row, 'domain'),
      loadout: textOrNull(row, 'loadout'),
      name: text(row, 'name'),
      group: textOrNull(row, 'group'),
      description: textOrNull(row, 'description') ?? histories.get(testId)?.description ?? null,
      runs: before,
    });
  }
  return [...histories.values()];
}

function testRunOf(row: Row): TestRun {
  return {
    runId: text(row, 'runId'),
    plan: text(row, 'plan'),
    version: textOrNull(row, 'version'),
    startedAt: text(row, 'startedAt'),
    status: statusIn(row),
    flaky: flag(row, 'flaky'),
    durationMs: meanDuration(row),
    attempts: amount(row, 'attempts'),
    reason: textOrNull(row, 'reason'),
  };
}

/** In the order of its tests. */
export function groups(index: Statements, runId: string): readonly GroupEntry[] {
  const counts = statuses.map((status) => `sum(results.status = '${status}') AS ${status}`).join(', ');
  const rows = index.all(
    `SELECT coalesce(wordings."group", wordings.domain) AS heading, count(*) AS total, ${counts}, sum(results.flaky) AS flaky,
      sum(results.status = 'passed' OR results.status ${bad}) AS executed
    FROM results JOIN runs USING (run) JOIN wordings USING (wording)
    WHERE runs.runId = ? GROUP BY heading ORDER BY min(results.place)`,
    runId,
  );
  return rows.map((row) => ({ group: text(row, 'heading'), summary: summaryOf(row) }));
}

const bad = `IN ('failed', 'timeout', 'error')`;

export function records(index: Statements, { by, limit, ...wanted }: RecordFilter): readonly HistoryRecord[] {
  const parts: [string, readonly Value[]][] = [['subject = ?', [by]]];
  if (wanted.name !== undefined) parts.push(['name = ?', [wanted.name]]);
  const { versions } = wanted;
  if (versions !== undefined) parts.push([oneOf('version', versions), versions]);
  if (wanted.since !== undefined) parts.push(['timestamp >= ?', [wanted.since]]);
  if (wanted.until !== undefined) parts.push(['timestamp < ?', [wanted.until]]);
  if (wanted.result !== undefined) parts.push([`${result} = ?`, [wanted.result]]);
  const rows = index.all(
    `SELECT * FROM records WHERE ${parts.map(([condition]) => condition).join(' AND ')} AND ${newest}
    ORDER BY run DESC, name LIMIT ?`,
    ...parts.flatMap(([, values]) => values),
    limit ?? -1,
  );
  return rows.map(recordOf);
}

/** A run that was continued has a record for each time that it finished. */
const newest = 'NOT EXISTS (SELECT 1 FROM records AS later WHERE later.run = records.run AND later.nth > records.nth)';

const result = `CASE WHEN pending > 0 OR passed + failed = 0 THEN 'partial' WHEN failed > 0 THEN 'failed' ELSE 'passed' END`;

export function failures(index: Statements, wanted: FailureFilter): readonly FailedTest[] {
  const { since, until, plan, loadout, versions, limit } = wanted;
  const parts: [string, readonly Value[]][] = [[`results.status ${bad}`, []]];
  if (since !== undefined) parts.push(['runs.startedAt >= ?', [since]]);
  if (until !== undefined) parts.push(['runs.startedAt < ?', [until]]);
  if (plan !== undefined) parts.push(['runs.plan = ?', [plan]]);
  if (versions !== undefined) parts.push([oneOf('runs.version', versions), versions]);
  if (loadout !== undefined)
    parts.push(['results.wording IN (SELECT wording FROM wordings WHERE loadout = ?)', [loadout]]);
  const rows = index.all(
    // CROSS JOIN: in this order, so that only failures are read, by their index.
    `WITH found AS (
      SELECT results.test, count(*) AS failures, max(results.run) AS last
      FROM runs CROSS JOIN results ON results.run = runs.run
      WHERE ${parts.map(([condition]) => condition).join(' AND ')}
      GROUP BY results.test
    )
    SELECT tests.testId, found.failures, ${resultColumns}, EXISTS (
      SELECT 1 FROM results AS later JOIN runs AS other ON other.run = later.run
      WHERE later.test = found.test AND later.run > found.last AND later.status = 'passed' AND other.plan = runs.plan
    ) AS passedSince
    FROM found JOIN results ON results.test = found.test AND results.run = found.last
      JOIN runs ON runs.run = found.last JOIN tests ON tests.test = found.test
    ORDER BY found.last DESC, tests.testId LIMIT ?`,
    ...parts.flatMap(([, values]) => values),
    limit ?? -1,
  );
  return rows.map((row) => ({
    testId: text(row, 'testId'),
    failures: amount(row, 'failures'),
    last: testRunOf(row),
    passedSince: flag(row, 'passedSince'),
  }));
}

function oneOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map(() => '?').join(', ')})`;
}

/** Not passed by any later run of the plan, and still part of it, as far as its newest run of all tests tells. */
export function unresolved(index: Statements, runId: string): readonly string[] {
  const rows = index.all(
    `SELECT tests.testId FROM results JOIN runs USING (run) JOIN tests USING (test)
    WHERE runs.runId = ? AND results.status ${bad}
      AND NOT EXISTS (
        SELECT 1 FROM results AS later JOIN runs AS other ON other.run = later.run
        WHERE later.test = results.test AND later.run > results.run AND later.status = 'passed' AND other.plan = runs.plan
      )
      AND coalesce((
        SELECT EXISTS (SELECT 1 FROM results AS there WHERE there.test = results.test AND there.run = newest.run)
        FROM runs AS newest
        WHERE newest.plan = runs.plan AND newest.run > runs.run AND newest.status = 'completed' AND newest.mode = 'full'
        ORDER BY newest.run DESC LIMIT 1
      ), 1) ORDER BY results.place`,
    runId,
  );
  return rows.map((row) => text(row, 'testId'));
}
