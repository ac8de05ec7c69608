// The library: what other programs may ask of recorded runs. Everything here is public, described in docs/library.md.
export { UserError } from '../domain/errors.ts';
export type { RunOutcome, RunStatus } from '../domain/events.ts';
export type { FinalStatus, Status, TrialResult } from '../domain/results.ts';
export type { Summary } from '../domain/summary.ts';
export type {
  FailedTest,
  FailureFilter,
  GroupEntry,
  HistoryRecord,
  HistoryStore,
  RecordedFailure,
  RecordFilter,
  RunEntry,
  TestHistory,
  TestRun,
} from '../history/history-store.ts';
export { type HistoryOptions, openHistory } from '../history/open-history.ts';
export {
  type GroupQuality,
  groupQuality,
  type RunQuality,
  runQuality,
  type TestQuality,
  type Trend,
  testQuality,
} from '../history/quality.ts';
export {
  type FailureRate,
  failureRates,
  type VersionFigures,
  type VersionTrend,
  versionTrend,
} from '../history/record-figures.ts';
export { readRun } from '../report/read-run.ts';
export type { DomainData, RunData } from '../report/run-data.ts';
