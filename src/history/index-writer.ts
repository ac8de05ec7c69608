// Writes into the index what was read from a run, within the transaction of its caller.
import { amount, type Row, runRowOf, testRowOf } from './index-rows.ts';
import type { SubjectRecord } from './records.ts';
import type { RunRow } from './run-fold.ts';
import type { Statements } from './statements.ts';
import type { TestRow } from './test-fold.ts';

export interface WrittenRun {
  readonly key: number;
  readonly run: RunRow;
  readonly tests: readonly TestRow[];
  readonly records: readonly (readonly SubjectRecord[])[];
  /** What is known of it already is added to, not replaced. */
  readonly goesOn: boolean;
  readonly pruned: boolean;
}

export class IndexWriter {
  readonly #index: Statements;
  readonly #tests = new Map<string, number>();
  readonly #wordings = new Map<string, number>();

  constructor(index: Statements) {
    this.#index = index;
  }

  /** Either all of `work` is written, or nothing; other processes wait meanwhile. */
  transaction<T>(work: () => T): T {
    try {
      return this.#index.transaction(work);
    } catch (error) {
      // Numbers that were given in it are given again, to others.
      this.#tests.clear();
      this.#wordings.clear();
      throw error;
    }
  }

  write({ key, run, tests, records, goesOn, pruned }: WrittenRun): void {
    if (!goesOn) this.remove(key);
    const before = this.#index.get('SELECT max(nth) AS nth FROM records WHERE run = ?', key);
    const nth = typeof before?.['nth'] === 'number' ? before['nth'] : 0;
    this.#putRun(key, run, pruned);
    for (const test of tests) this.#putResult(key, test);
    for (const [index, finish] of records.entries()) {
      for (const each of finish) this.#putRecord(key, nth + index + 1, each);
    }
    this.#countAgain(run.plan, key);
  }

  remove(key: number): void {
    const row = this.#index.get('SELECT plan FROM runs WHERE run = ?', key);
    for (const table of ['folders', 'runs', 'results', 'records'])
      this.#index.run(`DELETE FROM ${table} WHERE run = ?`, key);
    const plan = row?.['plan'];
    if (typeof plan === 'string') this.#countAgain(plan, key);
  }

  /** What an earlier reading gave; null where there was none. */
  known(key: number): { readonly run: RunRow; readonly tests: readonly TestRow[] } | null {
    const run = this.#index.get('SELECT * FROM runs WHERE run = ?', key);
    if (run === undefined) return null;
    return { run: runRowOf(run), tests: this.#index.all(resultsOfRun, key).map(testRowOf) };
  }

  #putRun(key: number, run: RunRow, pruned: boolean): void {
    const { summary, tags, ...facts } = run;
    const row = { run: key, pruned: pruned ? 1 : 0, ...facts, tags: JSON.stringify(tags), ...summary };
    const columns = Object.keys(row);
    const sql = `INSERT OR REPLACE INTO runs (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;
    this.#index.run(sql, ...Object.values(row));
  }

  #putResult(key: number, test: TestRow): void {
    const { status, flaky, attempts, executed, spentMs, reason, repeats, letters, place, reasons } = test;
    const [id, wording] = [this.#testOf(test), this.#wordingOf(test)];
    const values = [
      id,
      key,
      wording,
      place,
      status,
      flaky ? 1 : 0,
      attempts,
      executed,
      spentMs,
      reason,
      repeats,
      letters,
      JSON.stringify(reasons),
    ];
    this.#index.run(`INSERT OR REPLACE INTO results VALUES (${values.map(() => '?').join(', ')})`, ...values);
  }

  #putRecord(key: number, nth: number, { by, record }: SubjectRecord): void {
    const { total, passed, failed, skipped, pending } = record.result_summary;
    const counts = [total, passed, failed, skipped, pending];
    const head = [key, nth, by, record.agent_name, record.version, record.run_id, record.timestamp];
    const rest = [JSON.stringify(record.failures), record.duration, record.triggered_by, JSON.stringify(record.tags)];
    const values = [...head, ...counts, ...rest];
    this.#index.run(`INSERT INTO records VALUES (${values.map(() => '?').join(', ')})`, ...values);
  }

  /** What has regressed in a run depends on the runs of its plan before it. */
  #countAgain(plan: string, from: number): void {
    this.#index.run('UPDATE runs SET regressions = NULL, fixes = NULL WHERE plan = ? AND run >= ?', plan, from);
  }

  #testOf({ testId, scenario }: TestRow): number {
    return this.#numberOf(this.#tests, testId, () => {
      this.#index.run('INSERT OR IGNORE INTO tests VALUES (NULL, ?, ?)', testId, scenario);
      return this.#index.get('SELECT test AS id FROM tests WHERE testId = ?', testId);
    });
  }

  #wordingOf({ domain, loadout, name, group, description }: TestRow): number {
    const values = [domain, loadout, name, group, description];
    const identity = JSON.stringify(values);
    return this.#numberOf(this.#wordings, identity, () => {
      this.#index.run('INSERT OR IGNORE INTO wordings VALUES (NULL, ?, ?, ?, ?, ?, ?)', ...values, identity);
      return this.#index.get('SELECT wording AS id FROM wordings WHERE identity = ?', identity);
    });
  }

  #numberOf(known: Map<string, number>, name: string, ask: () => Row | undefined): number {
    const number = known.get(name) ?? amount(ask() ?? {}, 'id');
    known.set(name, number);
    return number;
  }
}

const resultsOfRun = `
SELECT * FROM results JOIN tests USING (test) JOIN wordings USING (wording) WHERE run = ? ORDER BY place`;
