// `runner run --continue`: a run that was broken off goes on in its own folder, with its plan as it was recorded.
import { join, resolve } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import type { Schedule } from '../domain/schedule.ts';
import { Tally } from '../domain/summary.ts';
import { oneLine } from '../domain/text.ts';
import { counted, nounFor } from '../domain/wording.ts';
import { RecordedTests, remaining } from '../engine/continuation.ts';
import { type Continuation, selectedTests } from '../engine/continued-run.ts';
import { verdictOn } from '../engine/verdict.ts';
import type { RunPlace } from '../history/find-run.ts';
import { expandPlan } from '../plan/expand-plan.ts';
import { resolveVariables } from '../plan/resolve-variables.ts';
import { secretsIn } from '../plan/secrets.ts';
import { type EarlierRun, readEarlierParts } from '../recorded/earlier-parts.ts';
import { journalName, listFolder } from '../recorded/folder-files.ts';
import { type ReadSystemInfo, readSystemInfo } from '../recorded/read-system-info.ts';
import { mendLastLine } from '../system/torn-line.ts';
import { execute } from './compose.ts';
import { hashesOfNamedFiles } from './named-files.ts';
import { outdatedTests } from './outdated-tests.ts';
import { recordedPlan } from './recorded-plan.ts';
import { lockRun } from './run-lock.ts';
import { modeOf, type RunOptions } from './run-options.ts';
import { baseRequest } from './run-request.ts';
import { runToContinue } from './run-to-continue.ts';
import { terminalOf } from './terminal.ts';

/** `reference` is true where none was given. Gives the exit code. */
export async function continueRun(reference: string | true, options: RunOptions): Promise<number> {
  const place = runToContinue(resolve(options.logsDir), reference, options.retryFailed === true);
  const lock = await lockRun(place.directory, `${place.runId} (pid ${process.pid})`);
  try {
    return await continueLocked(place, options);
  } finally {
    lock.release();
  }
}

async function continueLocked(place: RunPlace, options: RunOptions): Promise<number> {
  const { directory, runId } = place;
  const torn = mendLastLine(join(directory, journalName), isJson);
  const recorded = await readEarlierParts(directory);
  if (recorded.abandoned) throw new UserError('not-continued', `${runId} was abandoned; start a new run of its plan`);
  const told: string[] = [];
  const system = await readSystemInfo(directory, await listFolder(directory, directory), (text) => told.push(text));
  const plan = await recordedPlan(system.info, secretsIn(process.env));
  const { filters, overrides } = recorded.started;
  const {
    schedule: whole,
    secrets,
    version,
  } = resolveVariables(plan, expandPlan(plan, filters, overrides), process.env);
  const outdated = await changedFiles(whole, system, plan.source.directory);
  if (options.strict === true && outdated.files.length > 0) throw refuseChanges(outdated.files);
  const wishes = { retryFailed: options.retryFailed === true, outdated: outdated.testIds };
  const left = remaining(whole, testsIn(recorded), wishes);
  if (left.stretches.length === 0 && recorded.finished) return nothingLeft(place, whole, recorded);
  const notes = [
    ...told,
    ...(torn === 0 ? [] : [`${journalName} ended in the middle of a line, of which ${torn} bytes were cut off`]),
    ...(recorded.damaged === 0 ? [] : [damageText(recorded.damaged)]),
    ...(outdated.files.length === 0 ? [] : [changeText(outdated.files, outdated.testIds.size)]),
  ];
  const continuation: Continuation = {
    place: { ...place, dayId: recorded.started.dayId },
    whole,
    recorded,
    system: system.whole ?? {},
    services: new Map(Object.entries(system.info?.services ?? {})),
    retryFailed: wishes.retryFailed,
    strict: options.strict === true,
  };
  return execute({
    ...baseRequest(options),
    plan,
    schedule: { ...left, notes },
    secrets,
    version,
    filters,
    overrides,
    mode: modeOf(filters),
    continuation,
  });
}

function testsIn({ results, owing }: EarlierRun): RecordedTests {
  const tests = new RecordedTests();
  for (const result of results) tests.add(result, owing.has(result));
  return tests;
}

async function changedFiles({ stretches }: Schedule, { info }: ReadSystemInfo, directory: string) {
  const services = stretches.flatMap((stretch) => [...stretch.services.values()]);
  const scenarios = stretches.flatMap(({ tests }) => tests.map(({ scenario }) => scenario));
  const now = await hashesOfNamedFiles({ services, scenarios }, directory);
  return outdatedTests(
    { stretches, fitTogether: new Set(), notes: [] },
    { before: info?.plan?.files ?? {}, now, directory },
  );
}

/** A complete run is told of, and ends as it ended. */
function nothingLeft({ runId }: RunPlace, whole: Schedule, { results }: EarlierRun): number {
  const tally = new Tally();
  for (const [testId, repeats] of selectedTests(whole)) tally.expect(testId, repeats);
  for (const result of results) tally.add(result);
  const summary = tally.summary();
  const bad = summary.failed + summary.timeout + summary.error;
  const advice = bad === 0 ? '' : `; --retry-failed tries the ${counted(bad, 'test')} again that did not pass`;
  terminalOf(process.stdout, process.env).write(`${runId}: nothing is pending${advice}\n`);
  return verdictOn(summary, null, { ready: 1, failed: 0, withoutServices: 0 }).exitCode;
}

function refuseChanges(files: readonly string[]): UserError {
  const what = `${nounFor(files.length, 'a file', 'files')} that the plan names changed since this run began`;
  return new UserError(
    'changed',
    `${what}: ${files.map(oneLine).join(', ')}; --strict refuses to go on with it`,
    exitCodes.usage,
  );
}

function changeText(files: readonly string[], tests: number): string {
  return `changed since this run began: ${files.map(oneLine).join(', ')}; ${counted(tests, 'test')} that ${nounFor(tests, 'depends', 'depend')} on it ${nounFor(tests, 'is', 'are')} executed anew`;
}

function damageText(lines: number): string {
  return `${counted(lines, 'line')} of ${journalName} cannot be read; what ${nounFor(lines, 'it', 'they')} recorded is executed again`;
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
