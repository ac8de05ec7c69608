// `runner run --continue`: a run that was broken off goes on in its own folder, with its plan as it was recorded.
import { join, resolve } from 'node:path';
import { exitCodes, UserError } from '../domain/errors.ts';
import { noOrigin } from '../domain/origins.ts';
import type { Plan } from '../domain/plan.ts';
import type { Schedule } from '../domain/schedule.ts';
import { Tally } from '../domain/summary.ts';
import { counted, firstOf, nounFor } from '../domain/wording.ts';
import { mixedTests, RecordedTests, remaining } from '../engine/continuation.ts';
import { type Continuation, selectedTests } from '../engine/continued-run.ts';
import type { Outdated } from '../engine/outdated.ts';
import { verdictOn } from '../engine/verdict.ts';
import type { RunPlace } from '../history/find-run.ts';
import { expandPlan } from '../plan/expand-plan.ts';
import { resolveVariables } from '../plan/resolve-variables.ts';
import { secretsIn } from '../plan/secrets.ts';
import { type EarlierRun, folderToContinue, readEarlierParts } from '../recorded/earlier-parts.ts';
import { journalName } from '../recorded/folder-files.ts';
import { type ReadSystemInfo, readSystemInfo } from '../recorded/read-system-info.ts';
import { mendLastLine } from '../system/torn-line.ts';
import { execute } from './compose.ts';
import { hashesOfNamedFiles } from './named-files.ts';
import { hashesOfNamedVariables, variablesOfTests } from './named-variables.ts';
import { changedInputs, type Inputs, type OutdatedTests, outdatedTests } from './outdated-tests.ts';
import { heedProcessLimits } from './process-limits.ts';
import { recordedPlan } from './recorded-plan.ts';
import { lockRun } from './run-lock.ts';
import { modeOf, type RunOptions } from './run-options.ts';
import { baseRequest } from './run-request.ts';
import { runToContinue } from './run-to-continue.ts';
import { terminalOf } from './terminal.ts';

/** `reference` is true where none was given. Gives the exit code. */
export async function continueRun(reference: string | true, options: RunOptions): Promise<number> {
  heedProcessLimits();
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
  const files = await folderToContinue(directory);
  const torn = mendLastLine(join(directory, journalName), isJson);
  const recorded = await readEarlierParts(directory, files);
  if (recorded.abandoned) throw new UserError('not-continued', `${runId} was abandoned; start a new run of its plan`);
  const told: string[] = [];
  const system = await readSystemInfo(directory, files, (text) => told.push(text));
  const plan = await recordedPlan(system.info, secretsIn(process.env));
  const { filters, overrides } = recorded.started;
  const expanded = expandPlan(plan, filters, overrides);
  const { schedule: whole, secrets, version } = resolveVariables(plan, expanded, process.env);
  refuseGoneTests(whole, recorded);
  const tests = testsIn(recorded);
  const inputs = await inputsOf({ plan, expanded, whole, secrets }, system);
  const outdated = outdatedTests(whole, tests, inputs);
  const mixed = mixedTests(whole, tests);
  const changes = [
    ...(outdated.testIds.size === 0 ? [] : [changed(outdated)]),
    ...(mixed.testIds.size === 0 ? [] : [mixedText(mixed)]),
  ];
  if (options.strict === true && changes.length > 0) throw refusal(changes);
  const wishes = {
    retryFailed: options.retryFailed === true,
    outdated: new Set([...outdated.testIds, ...mixed.testIds]),
  };
  const left = remaining(whole, tests, wishes);
  if (left.stretches.length === 0 && recorded.finished)
    return nothingLeft(place, whole, recorded, options.reporter === 'json' ? process.stderr : process.stdout);
  const notes = [
    ...told,
    ...(torn === 0 ? [] : [`${journalName} ended in the middle of a line, of which ${torn} bytes were cut off`]),
    ...damageNotes(recorded),
    ...changes.map((change) => `${change}; executed anew`),
  ];
  const continuation: Continuation = {
    place: { ...place, dayId: recorded.started.dayId },
    whole,
    recorded,
    system: system.whole ?? {},
    services: new Map(Object.entries(system.info?.services ?? {})),
    changedInputs: changedInputs(inputs),
    outdated: wishes.outdated,
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

/** A row of a data file can go, and what was measured with it then belongs to nothing. */
function refuseGoneTests({ stretches }: Schedule, { results }: EarlierRun): void {
  const there = new Set(stretches.flatMap(({ tests }) => tests.map(({ testId }) => testId)));
  const gone = [...new Set(results.map(({ testId }) => testId))].filter((testId) => !there.has(testId));
  if (gone.length === 0) return;
  const what = `${counted(gone.length, 'test')} with results ${nounFor(gone.length, 'is', 'are')} not in the plan any more`;
  const advice = 'put the data file back as it was, or start a new run';
  throw new UserError('not-continued', `${what}: ${firstOf(gone)}; ${advice}`);
}

function testsIn({ results, outdated, owing, origins }: EarlierRun): RecordedTests {
  const tests = new RecordedTests();
  for (const result of outdated) tests.add(result, { outdated: true });
  for (const result of results)
    tests.add(result, { again: owing.has(result), origin: origins.get(result) ?? noOrigin });
  return tests;
}

interface PlanParts {
  readonly plan: Plan;
  /** Its variables are not filled in. */
  readonly expanded: Schedule;
  readonly whole: Schedule;
  readonly secrets: readonly string[];
}

async function inputsOf({ plan, expanded, whole, secrets }: PlanParts, { info }: ReadSystemInfo): Promise<Inputs> {
  const { directory } = plan.source;
  const services = whole.stretches.flatMap((stretch) => [...stretch.services.values()]);
  const scenarios = whole.stretches.flatMap(({ tests }) => tests.map(({ scenario }) => scenario));
  return {
    before: { ...info?.plan?.files, ...info?.plan?.variables },
    now: {
      ...(await hashesOfNamedFiles({ services, scenarios }, directory)),
      ...hashesOfNamedVariables(plan, process.env, secrets),
    },
    variables: variablesOfTests(plan, expanded),
    directory,
  };
}

/** A complete run is told of, and ends as it ended. */
function nothingLeft(
  { runId }: RunPlace,
  whole: Schedule,
  { results }: EarlierRun,
  output: NodeJS.WriteStream,
): number {
  const tally = new Tally();
  for (const [testId, repeats] of selectedTests(whole)) tally.expect(testId, repeats);
  for (const result of results) tally.add(result);
  const summary = tally.summary();
  const bad = summary.failed + summary.timeout + summary.error;
  const advice = bad === 0 ? '' : `; --retry-failed tries the ${counted(bad, 'test')} again that did not pass`;
  terminalOf(output, process.env).write(`${runId}: nothing is pending${advice}\n`);
  return verdictOn(summary, null, { ready: 1, failed: 0, withoutServices: 0 }).exitCode;
}

function refusal(changes: readonly string[]): UserError {
  return new UserError('changed', `${changes.join('; ')}; --strict refuses to go on with that`, exitCodes.usage);
}

function changed({ inputs, testIds }: OutdatedTests): string {
  const tests = `${counted(testIds.size, 'test')} ${nounFor(testIds.size, 'was', 'were')} measured with`;
  return `changed since ${tests} ${nounFor(inputs.length, 'it', 'them')}: ${firstOf(inputs)} (${firstOf([...testIds])})`;
}

function mixedText({ changes, testIds }: Outdated): string {
  const tests = `${counted(testIds.size, 'test')} ${nounFor(testIds.size, 'was', 'were')} measured before that`;
  return `the services have changed within the run: ${changes.join('; ')}; ${tests} (${firstOf([...testIds])})`;
}

function damageNotes({ damaged, fromFiles }: EarlierRun): readonly string[] {
  const files = fromFiles.map((domain) => `${domain}.json`).join(', ');
  if (damaged === 0)
    return files === '' ? [] : [`${journalName} lacks results that ${files} has; they are taken from there`];
  const lost = `${counted(damaged, 'line')} of ${journalName} cannot be read; what ${nounFor(damaged, 'it', 'they')} recorded`;
  return [files === '' ? `${lost} is executed again` : `${lost} is taken from ${files}, or executed again`];
}

function isJson(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
