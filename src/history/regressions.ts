// Counts, for each run that the index has marked, what has regressed and what was fixed against the newest earlier finished
// run of the same plan in which the test was executed.
import { amount } from './index-rows.ts';
import type { Statements } from './statements.ts';

/** In one transaction, so that other processes do not wait for all of them. */
const atOnce = 50;

export function countRegressions(index: Statements): void {
  const marked = 'SELECT run, plan FROM runs WHERE regressions IS NULL ORDER BY run LIMIT ?';
  const next = (): boolean => {
    const rows = index.all(marked, atOnce);
    for (const row of rows) index.run(count, amount(row, 'run'));
    return rows.length === atOnce;
  };
  // Nothing is locked where there is nothing to do.
  if (index.get(marked, 1) === undefined) return;
  for (let more = true; more; ) more = index.transaction(next);
}

const bad = `IN ('failed', 'timeout', 'error')`;

/** The keys of runs are in their order, and results are kept by test and key: each look back is a short step. */
const count = `
UPDATE runs SET (regressions, fixes) = (
  SELECT coalesce(sum(before = 'passed' AND status ${bad}), 0), coalesce(sum(before ${bad} AND status = 'passed'), 0)
  FROM (
    SELECT now.status AS status, (
      SELECT earlier.status FROM results AS earlier JOIN runs AS other ON other.run = earlier.run
      WHERE earlier.test = now.test AND earlier.run < now.run AND other.plan = runs.plan
        AND other.status = 'completed' AND (earlier.status = 'passed' OR earlier.status ${bad})
      ORDER BY earlier.run DESC LIMIT 1
    ) AS before
    FROM results AS now WHERE now.run = runs.run
  )
) WHERE run = ?`;
