// The only place where adapters meet the core: builds a run's parts, runs the session, and takes everything down again.
import { relative } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import { createRedactor, type Redactor } from '../domain/redaction.ts';
import type { Schedule } from '../domain/schedule.ts';
import { createTrialRunner } from '../drivers/trial-runner.ts';
import type { InputBody } from '../engine/inputs.ts';
import { Recorder } from '../engine/recorder.ts';
import { createRunFolder, type RunFolder } from '../engine/run-folder.ts';
import { type Conclusion, Session } from '../engine/session.ts';
import { sessionRules } from '../engine/state.ts';
import { servicesOf } from '../engine/stretch-services.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import type { Claim } from '../services/exclusive/claim.ts';
import { machineNeighbourhood } from '../services/existing/neighbourhood.ts';
import { ledgerDirectory } from '../services/ledger/ledger-file.ts';
import { rescueDeadRuns } from '../services/rescue/dead-runs.ts';
import { leftoversText } from '../services/rescue/sentences.ts';
import { type RunTag, runTag } from '../services/run-tag.ts';
import { openSafetyNet, type SafetyNet } from '../services/safety-net.ts';
import { createSupervisor, type Supervisor } from '../services/supervisor.ts';
import { pidSpace } from '../system/boot.ts';
import { now, pause, wallClock } from '../system/clock.ts';
import { userStateDirectory } from '../system/user-state.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { claimEngines } from './claim-engines.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { builtinPrograms, trialWorkerFile, watchdogProgram } from './program-files.ts';
import { makeReport } from './report-process.ts';
import type { Reporter } from './reporter.ts';
import { createReporter } from './reporters.ts';
import { openRunFiles, type RunFiles } from './run-files.ts';
import { outlineOf } from './run-outline.ts';
import type { RunRequest } from './run-request.ts';
import { type Signals, type StopSignal, watchSignals } from './signals.ts';
import { takeSnapshot } from './snapshot.ts';
import { watchSuspension } from './suspension.ts';

const sampleIntervalMs = 1000;
const gpuIntervalMs = 200;
/** A driver that sleeps takes its time to answer; one that never does must not keep anybody waiting. */
const firstSampleMs = 2000;
const firstSamplePollMs = 20;
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
  const startedAt = now();
  const startDate = wallClock();
  const redactor = createRedactor(request.secrets);
  const snapshot = await takeSnapshot(request, startDate);
  const folder = createRunFolder(request.logsDirectory, startDate);
  self.name = folder.runId;
  const files = openRunFiles(folder.directory, { ...request, snapshot, redactor });
  const shownFolder = shownPath(folder.directory);
  const tag = runTag(folder.runId);
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
  process.stdout.once('error', () => onProblem(nobodyReads(shownFolder)));
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
  }
}

/** What earlier runs of this user left running is ended; says so, a sentence for each run. */
async function endLeftovers(directory: string): Promise<readonly string[]> {
  const searchPath = process.env['PATH'];
  const place = { directory, pidSpace: pidSpace(), graceMs: leftoverGraceMs, searchPath };
  return (await rescueDeadRuns(place)).map(leftoversText).filter((text) => text !== null);
}

function nobodyReads(shownFolder: string): string {
  return `nobody reads the output of this run any more; it goes on, and its results are in ${shownFolder}`;
}

interface Place {
  readonly startedAt: number;
  readonly folder: RunFolder;
  readonly redactor: Redactor;
  readonly files: RunFiles;
  readonly reporter: Reporter;
  readonly tag: RunTag;
  readonly net: SafetyNet;
  onProblem(message: string): void;
}

type Parts = ReturnType<typeof assemble>;

function assemble(request: RunRequest, place: Place) {
  const { startedAt, folder, redactor, files, reporter, tag, net, onProblem } = place;
  // The session is made last, and what is made before it already reports to it.
  const target: { session: Session | null } = { session: null };
  const supervisor = createSupervisor({
    tag,
    ledger: net,
    runDirectory: folder.directory,
    ...builtinPrograms,
    neighbourhood: machineNeighbourhood(process.env),
    onReport: (report) => target.session?.post({ type: 'service.reported', report }),
    onProblem,
  });
  const recorder = new Recorder({
    folder: folder.directory,
    journal: files.journal,
    required: files.required,
    observers: [...files.observers, reporter],
    redactor,
    now,
    wallClock,
    startedAt,
  });
  const telemetry = createTelemetry({
    startedAt,
    intervalMs: sampleIntervalMs,
    gpuIntervalMs,
    services: () => liveServices(request.schedule, supervisor),
    onSample: (sample) => {
      files.onSample(sample);
      reporter.onSample(sample);
    },
    onProblem,
  });
  const session = new Session(sessionRules(request.schedule, { maxFailures: request.maxFailures }), {
    recorder,
    supervisor,
    telemetry,
    trials: createTrialRunner({ workerFile: trialWorkerFile }),
    now,
    pause,
    wallClock,
    startedAt,
    runDirectory: folder.directory,
    secrets: request.secrets,
  });
  target.session = session;
  return { session, supervisor, telemetry, recorder, reporter };
}

interface Beginning {
  readonly request: RunRequest;
  readonly folder: RunFolder;
  readonly snapshot: SystemSnapshot;
  readonly net: SafetyNet;
  readonly inputs: Mailbox<InputBody>;
}

async function runSession(
  { session, supervisor, telemetry, reporter }: Parts,
  signals: Signals,
  { request, folder, snapshot, net, inputs }: Beginning,
): Promise<Conclusion> {
  signals.onKill(() => {
    reporter.abandon();
    supervisor.killAll();
    net.closeNow(!supervisor.isAnythingLeft());
    const shown = shownPath(folder.directory);
    process.stderr.write(`Killed. The run folder is ${shown}; generate-report ${shown} makes the report.\n`);
  });
  telemetry.start();
  try {
    await firstGpuSamples(telemetry, snapshot.host.gpus.filter(({ vramMiB }) => vramMiB !== null).length);
    const conclusion = session.run({ type: 'run.started', ...outlineOf(request, folder, snapshot) });
    inputs.open((input) => session.post(input));
    // Only now: a stop that was asked for before anything began must not come before the beginning.
    signals.onStop((signal) => session.post({ type: 'stop.asked', reason: { kind: 'signal', signal } }));
    return await conclusion;
  } finally {
    signals.hold();
    await telemetry.stop();
  }
}

/** What the GPUs hold before anything is started is what all later figures are compared with. */
async function firstGpuSamples({ gpuMemory }: Telemetry, gpus: number): Promise<void> {
  const until = now() + firstSampleMs;
  while (gpuMemory().length < gpus && now() < until) await pause(firstSamplePollMs);
}

function liveServices(schedule: Schedule, supervisor: Supervisor) {
  const ids = new Set(schedule.stretches.flatMap((stretch) => servicesOf(stretch).map(({ id }) => id)));
  return [...ids].flatMap((service) => {
    const pids = supervisor.pidsOf(service);
    return pids.length === 0 ? [] : [{ service, pids }];
  });
}

/** As short as a person can paste it. */
function shownPath(directory: string): string {
  const path = relative(process.cwd(), directory);
  return path === '' || path.startsWith('..') ? directory : path;
}
