// Counts test ids while their repeats and attempts come in, without remembering every test: the attempts and repeats of
// one test follow one another, so only the open one can still change.
import { type FinalStatus, isBad, type Status, type TrialResult, worse } from '../../domain/results.ts';
import type { DashboardState, DomainProgress, OpenTest, Progress, RepeatsByTest, Standing } from './state.ts';

/** The state with one more result: the open test's old share is taken back and its new one added. */
export function countResult(state: DashboardState, result: TrialResult): DashboardState {
  const { open } = state;
  const executionMs = result.status === 'skipped' ? null : result.durationMs;
  if (open?.testId === result.testId && open.domain === result.domain) {
    return withShare(state, open, continued(open, result), executionMs);
  }
  const closed = closeTest(state);
  return withShare(closed, countedBefore(closed, result), opened(closed, result), executionMs);
}

/** A test that counts as done is executed anew. */
function countedBefore({ standing }: DashboardState, { testId, domain, anew }: TrialResult): OpenTest | null {
  const stands = standing.get(testId);
  return anew === true && stands?.done === true ? doneTest(testId, domain, stands) : null;
}

/**
 * The state with what earlier parts of the run recorded, in any order. `again`: the repeats that are executed now, by the ids of
 * their tests; of these tests the other repeats stand, and count as soon as the test goes on.
 */
export function recall(state: DashboardState, results: readonly TrialResult[], again: RepeatsByTest): DashboardState {
  const standing = new Map<string, Standing>();
  let recalled = closeTest(state);
  for (const [testId, attempts] of Map.groupBy(results, (result) => result.testId)) {
    const lastAttempts = [...new Map(attempts.map((result) => [result.repeat, result])).values()];
    const anew = again.get(testId);
    const stands = standingOf(
      lastAttempts.filter(({ repeat }) => anew?.has(repeat) !== true),
      anew === undefined,
    );
    if (stands === null) continue;
    standing.set(testId, stands);
    if (stands.done) recalled = closeTest(withDoneTest(recalled, testId, stands, attempts));
  }
  return { ...recalled, standing };
}

function standingOf(repeats: readonly TrialResult[], done: boolean): Standing | null {
  const [first, ...others] = repeats;
  if (first === undefined) return null;
  const status = others.reduce<FinalStatus>((worst, each) => worse(worst, each.status), first.status);
  return { repeats: repeats.length, status, flaky: repeats.some(({ flaky }) => flaky), done };
}

function doneTest(testId: string, domain: string, { repeats, status, flaky }: Standing): OpenTest {
  const before = { status: null, flaky: false };
  return { testId, domain, repeats, repeat: repeats, counted: repeats, before, status, flaky, done: 1 };
}

function withDoneTest(
  state: DashboardState,
  testId: string,
  stands: Standing,
  attempts: readonly TrialResult[],
): DashboardState {
  const test = doneTest(testId, attempts[0]?.domain ?? '', stands);
  const executed = attempts.filter((result) => result.status !== 'skipped');
  const executionMs = executed.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return withShare(state, null, test, executed.length === 0 ? null : executionMs);
}

/** The open test can no longer change; one that failed or could not run is over whatever repeats it still had. */
export function closeTest(state: DashboardState): DashboardState {
  const { open } = state;
  if (open === null) return state;
  const over = statusOf(open) === 'pending' ? open : { ...open, done: 1 };
  return { ...withShare(state, open, over, null), open: null };
}

function opened({ announced, standing }: DashboardState, result: TrialResult): OpenTest {
  const { testId, domain, repeat, status, flaky } = result;
  const stands = result.anew === true ? undefined : standing.get(testId);
  const counted = (stands?.repeats ?? 0) + 1;
  // A test that is not executed has one result and is never announced.
  const repeats = announced?.testId === testId ? announced.repeats : counted;
  const before = { status: stands?.status ?? null, flaky: stands?.flaky ?? false };
  return { testId, domain, repeats, repeat, counted, status, flaky, before, done: doneShare(status, counted, repeats) };
}

function continued(open: OpenTest, { repeat, status, flaky }: TrialResult): OpenTest {
  const sameRepeat = repeat === open.repeat;
  const counted = sameRepeat ? open.counted : open.counted + 1;
  const before = sameRepeat ? open.before : { status: combined(open), flaky: open.before.flaky || open.flaky };
  return { ...open, repeat, counted, before, status, flaky, done: doneShare(status, counted, open.repeats) };
}

/** 0 to 1, the repeats of the open test included; `domain` null = over all domains. */
export function fractionDone(
  { open }: Pick<DashboardState, 'open'>,
  progress: Progress,
  domain: string | null,
): number {
  if (progress.tests === 0) return 0;
  const partial = open !== null && open.done < 1 && (domain === null || domain === open.domain) ? open.done : 0;
  return Math.min(1, (progress.done + partial) / progress.tests);
}

function doneShare(status: Status, counted: number, repeats: number): number {
  return status === 'skipped' ? 1 : Math.min(1, counted / repeats);
}

function combined({ before, status }: OpenTest): Status {
  return before.status === null ? status : worse(before.status, status);
}

/** By the same rule as the summary: incomplete repeats are pending unless something already went wrong. */
function statusOf(open: OpenTest): Status {
  const status = combined(open);
  return open.counted < open.repeats && !isBad(status) && status !== 'skipped' ? 'pending' : status;
}

function withShare(
  state: DashboardState,
  before: OpenTest | null,
  after: OpenTest,
  executionMs: number | null,
): DashboardState {
  return {
    ...state,
    open: after,
    total: moved(state.total, before, after),
    domains: state.domains.map((domain) =>
      domain.name === after.domain ? movedIn(domain, before, after, executionMs) : domain,
    ),
  };
}

function movedIn(
  domain: DomainProgress,
  before: OpenTest | null,
  after: OpenTest,
  executionMs: number | null,
): DomainProgress {
  const progress = moved(domain.progress, before, after);
  if (executionMs === null) return { ...domain, progress };
  const executedTests = domain.executedTests + after.done - (before?.done ?? 0);
  return { ...domain, progress, executedTests, executionMs: domain.executionMs + executionMs };
}

function moved(progress: Progress, before: OpenTest | null, after: OpenTest): Progress {
  const less = shareOf(before);
  const more = shareOf(after);
  return {
    tests: progress.tests,
    done: progress.done + more.done - less.done,
    passed: progress.passed + more.passed - less.passed,
    failed: progress.failed + more.failed - less.failed,
    skipped: progress.skipped + more.skipped - less.skipped,
    flaky: progress.flaky + more.flaky - less.flaky,
  };
}

function shareOf(open: OpenTest | null) {
  if (open === null) return { done: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };
  const status = statusOf(open);
  return {
    done: open.done >= 1 ? 1 : 0,
    passed: status === 'passed' ? 1 : 0,
    failed: isBad(status) ? 1 : 0,
    skipped: status === 'skipped' ? 1 : 0,
    flaky: status === 'passed' && (open.before.flaky || open.flaky) ? 1 : 0,
  };
}
