import { exitCodes, UserError } from '../domain/errors.ts';
import { createRedactor } from '../domain/redaction.ts';
import type { InputBody } from '../engine/inputs.ts';
import { createRunFolder } from '../engine/run-folder.ts';
import type { Claim } from '../services/exclusive/claim.ts';
import { ledgerDirectory } from '../services/ledger/ledger-file.ts';
import { rescueDeadRuns } from '../services/rescue/dead-runs.ts';
import { leftoversText } from '../services/rescue/sentences.ts';
import { runnerTag, runTag } from '../services/run-tag.ts';
import { openSafetyNet } from '../services/safety-net.ts';
import { pidSpace } from '../system/boot.ts';
import { now, wallClock } from '../system/clock.ts';
import { userStateDirectory } from '../system/user-state.ts';
import { claimEngines } from './claim-engines.ts';
import { createMailbox } from './mailbox.ts';
import { goOnWithoutOutput, whyOutputIsLost } from './output.ts';
import { watchdogProgram } from './program-files.ts';
import { makeReport } from './report-process.ts';
import { createReporter } from './reporters.ts';
import { openRunFiles } from './run-files.ts';
import { lockRun } from './run-lock.ts';
import { assemble } from './run-parts.ts';
import type { RunRequest } from './run-request.ts';
import { runSession } from './run-session.ts';
import { shownPath } from './shown-path.ts';
import { type Signals, watchSignals } from './signals.ts';
import { takeSnapshot } from './snapshot.ts';
import type { StopSignal } from './stop-requests.ts';
import { watchSuspension } from './suspension.ts';

/** What nobody has watched for a while is asked politely all the same. */
const leftoverGraceMs = 2000;

/** Runs a plan to its end and gives the exit code. */
export async function execute(request: RunRequest): Promise<number> {
  // Before there is a folder: from then on a signal must end in a record of the run.
  const signals = watchSignals();
  const self: Self = { name: 'a run that is just beginning' };
  try {
    const claimed = await claimUnder(signals, request, self);
    if (typeof claimed === 'string') return exitCodes[claimed];
    try {
      return await executeUnder(signals, request, self);
    } catch (error) {
      if (error instanceof UserError) throw error;
      // What could not be ended would keep this process for as long as it lives.
      return signals.fail(error);
    } finally {
      claimed.release();
    }
  } finally {
    signals.release();
  }
}

/** How other runs on this machine get to know this one. */
interface Self {
  name: string;
}

/** The signal that ended the wait, if one did. */
async function claimUnder(signals: Signals, { schedule, waitMs }: RunRequest, self: Self): Promise<Claim | StopSignal> {
  const stop = new AbortController();
  let stoppedBy: StopSignal | null = null;
  signals.onStop((signal) => {
    stoppedBy = signal;
    stop.abort();
  });
  const claim = await claimEngines({
    schedule,
    waitMs,
    signal: stop.signal,
    describe: () => `${self.name} (pid ${process.pid})`,
    onWaiting: (sentence) => void process.stderr.write(`${sentence}\n`),
  });
  signals.hold();
  return claim ?? stoppedBy ?? 'SIGTERM';
}

async function executeUnder(signals: Signals, request: RunRequest, self: Self): Promise<number> {
  const inputs = createMailbox<InputBody>();
  const onProblem = (message: string): void => inputs.post({ type: 'problem.noticed', message });
  const ledgers = ledgerDirectory(userStateDirectory(process.env));
  for (const message of await endLeftovers(ledgers)) onProblem(message);
  const { continuation } = request;
  const startedAt = now() - (continuation?.recorded.elapsedMs ?? 0);
  const startDate = wallClock();
  const redactor = createRedactor(request.secrets);
  const snapshot = await takeSnapshot(request, startDate);
  const folder = continuation?.place ?? createRunFolder(request.logsDirectory, startDate);
  self.name = folder.runId;
  // Whoever goes on with a run holds its lock already.
  const lock = continuation === null ? await lockRun(folder.directory, `${folder.runId} (pid ${process.pid})`) : null;
  const files = openRunFiles(folder.directory, { ...request, snapshot, redactor });
  const shownFolder = shownPath(folder.directory);
  const tag = runTag(folder.runId);
  Object.assign(process.env, runnerTag());
  const net = openSafetyNet({
    runId: folder.runId,
    runDirectory: folder.directory,
    tag,
    ledgers,
    watchdogProgram,
    terminal: request.reporter === 'tui' ? process.stdout.fd : null,
    onProblem,
  });
  const reporter = await createReporter(request.reporter, {
    shownFolder,
    onCommand: signals.command,
    keeper: {
      taken: (mode) => net.note({ type: 'terminal.taken', mode }),
      returned: () => net.note({ type: 'terminal.returned' }),
    },
  });
  const suspension = watchSuspension({
    suspend: () => reporter.suspend(),
    resume: () => reporter.resume(),
    onContinued: () => inputs.post({ type: 'resumed' }),
  });
  goOnWithoutOutput((error) => onProblem(sayOutputIsLost(error, shownFolder)));
  const parts = assemble(request, { startedAt, folder, redactor, files, reporter, tag, net, onProblem });
  try {
    const conclusion = await runSession(parts, signals, { request, folder, snapshot, net, inputs });
    const wanted = request.report && conclusion.reason?.kind !== 'fatal';
    const brokenOffBy = wanted ? await makeReport(folder.directory, { ...parts, signals }) : null;
    await reporter.finish();
    return brokenOffBy === null ? conclusion.exitCode : exitCodes[brokenOffBy];
  } finally {
    suspension.release();
    reporter.abandon();
    files.close();
    await net.close(!parts.supervisor.isAnythingLeft());
    lock?.release();
  }
}

/** What earlier runs of this user left running is ended; says so, a sentence for each run. */
async function endLeftovers(directory: string): Promise<readonly string[]> {
  const searchPath = process.env['PATH'];
  const place = { directory, pidSpace: pidSpace(), graceMs: leftoverGraceMs, searchPath };
  return (await rescueDeadRuns(place)).map(leftoversText).filter((text) => text !== null);
}

/** Gives the sentence for the log as well. */
function sayOutputIsLost(error: Error, shownFolder: string): string {
  const why = whyOutputIsLost(error);
  const stays = `it goes on, and its results are in ${shownFolder}`;
  if (why === null) return `nobody reads the output of this run any more; ${stays}`;
  const sentence = `the output of this run cannot be written any more: ${why}; ${stays}`;
  process.stderr.write(`${sentence}\n`);
  return sentence;
}
