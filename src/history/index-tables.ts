// The tables of the index. `indexVersion` grows with every change: an index of an earlier version is made anew.

export const indexVersion = 3;

/** Names and groups change while a test stays the same, so what is said of a test stands apart from its results. */
export const tables = `
DROP TABLE IF EXISTS folders;
DROP TABLE IF EXISTS runs;
DROP TABLE IF EXISTS tests;
DROP TABLE IF EXISTS wordings;
DROP TABLE IF EXISTS results;
DROP TABLE IF EXISTS records;
DROP TABLE IF EXISTS pruned;

-- How far the journal of each folder has been read; a problem is why it could not be.
CREATE TABLE folders (
  run INTEGER PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL, mtime REAL NOT NULL,
  offset INTEGER NOT NULL, seq INTEGER NOT NULL, problem TEXT
);
-- The key of a run is its time, so that keys are in the order of runs. Counts stand here, so that no listing counts results;
-- regressions and fixes are null while they have to be counted.
CREATE TABLE runs (
  run INTEGER PRIMARY KEY, pruned INTEGER NOT NULL, runId TEXT NOT NULL, dayId TEXT NOT NULL,
  plan TEXT NOT NULL, version TEXT, tags TEXT NOT NULL, mode TEXT NOT NULL, triggeredBy TEXT NOT NULL,
  status TEXT NOT NULL, outcome TEXT, startedAt TEXT NOT NULL, updatedAt TEXT NOT NULL, durationMs REAL NOT NULL,
  planned INTEGER NOT NULL, total INTEGER NOT NULL, executed INTEGER NOT NULL, passed INTEGER NOT NULL,
  failed INTEGER NOT NULL, timeout INTEGER NOT NULL, error INTEGER NOT NULL, skipped INTEGER NOT NULL,
  pending INTEGER NOT NULL, flaky INTEGER NOT NULL, regressions INTEGER, fixes INTEGER
);
CREATE INDEX runs_by_plan ON runs (plan, run);
CREATE TABLE tests (test INTEGER PRIMARY KEY, testId TEXT NOT NULL UNIQUE, scenario TEXT NOT NULL);
CREATE INDEX tests_by_scenario ON tests (scenario);
CREATE TABLE wordings (
  wording INTEGER PRIMARY KEY, domain TEXT NOT NULL, loadout TEXT,
  name TEXT NOT NULL, "group" TEXT, description TEXT, identity TEXT NOT NULL UNIQUE
);
CREATE TABLE results (
  test INTEGER NOT NULL, run INTEGER NOT NULL, wording INTEGER NOT NULL, place INTEGER NOT NULL, status TEXT NOT NULL,
  flaky INTEGER NOT NULL, attempts INTEGER NOT NULL, executed INTEGER NOT NULL, spentMs REAL NOT NULL, reason TEXT,
  repeats INTEGER NOT NULL, letters TEXT NOT NULL, reasons TEXT NOT NULL, PRIMARY KEY (test, run)
) WITHOUT ROWID;
CREATE INDEX results_by_run ON results (run);
CREATE INDEX failures_by_run ON results (run) WHERE status IN ('failed', 'timeout', 'error');
-- A run that is continued finishes once more, and has another record then.
CREATE TABLE records (
  run INTEGER NOT NULL, nth INTEGER NOT NULL, subject TEXT NOT NULL, name TEXT NOT NULL, version TEXT,
  runId TEXT NOT NULL, timestamp TEXT NOT NULL, total INTEGER NOT NULL, passed INTEGER NOT NULL, failed INTEGER NOT NULL,
  skipped INTEGER NOT NULL, pending INTEGER NOT NULL, failures TEXT NOT NULL, duration REAL NOT NULL,
  triggeredBy TEXT NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (run, nth, subject, name)
) WITHOUT ROWID;
CREATE INDEX records_by_name ON records (subject, name, version, run);
-- How far the file of pruned runs has been read.
CREATE TABLE pruned (size INTEGER NOT NULL, mtime REAL NOT NULL);
`;
