// The only place where adapters meet the core: builds a run's parts, runs the session, and takes everything down again.
import { relative } from 'node:path';
import { exitCodes } from '../domain/errors.ts';
import { createRedactor, type Redactor } from '../domain/redaction.ts';
import type { Schedule } from '../domain/schedule.ts';
import { createTrialRunner } from '../drivers/trial-runner.ts';
import { Recorder } from '../engine/recorder.ts';
import { createRunFolder, type RunFolder } from '../engine/run-folder.ts';
import { type Conclusion, Session } from '../engine/session.ts';
import { sessionRules } from '../engine/state.ts';
import { servicesOf } from '../engine/stretch-services.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import { machineNeighbourhood } from '../services/existing/neighbourhood.ts';
import { createSupervisor, type Supervisor } from '../services/supervisor.ts';
import { now, pause, wallClock } from '../system/clock.ts';
import { createTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { builtinPrograms, trialWorkerFile } from './program-files.ts';
import { makeReport } from './report-process.ts';
import type { Reporter } from './reporter.ts';
import { createReporter } from './reporters.ts';
import { openRunFiles, type RunFiles } from './run-files.ts';
import type { RunRequest } from './run-request.ts';
import { runStarted } from './run-started.ts';
import { type Signals, watchSignals } from './signals.ts';
import { takeSnapshot } from './snapshot.ts';

const sampleIntervalMs = 1000;
const gpuIntervalMs = 200;
/** A driver that sleeps takes its time to answer; one that never does must not keep anybody waiting. */
const firstSampleMs = 2000;
const firstSamplePollMs = 20;

/** Runs a plan to its end and gives the exit code. */
export async function execute(request: RunRequest): Promise<number> {
  // Before there is a folder: from then on a signal must end in a record of the run.
  const signals = watchSignals();
  try {
    return await executeUnder(signals, request);
  } finally {
    signals.release();
  }
}

async function executeUnder(signals: Signals, request: RunRequest): Promise<number> {
  const startedAt = now();
  const startDate = wallClock();
  const redactor = createRedactor(request.secrets);
  const snapshot = await takeSnapshot(request, startDate);
  const folder = createRunFolder(request.logsDirectory, startDate);
  const files = openRunFiles(folder.directory, { ...request, snapshot, redactor });
  const shownFolder = shownPath(folder.directory);
  const reporter = await createReporter(request.reporter, { shownFolder, onCommand: signals.command });
  const parts = assemble(request, { startedAt, folder, redactor, files, reporter });
  try {
    const conclusion = await runSession(parts, signals, { request, folder, snapshot });
    const wanted = request.report && conclusion.reason?.kind !== 'fatal';
    const brokenOffBy = wanted ? await makeReport(folder.directory, { ...parts, signals }) : null;
    await reporter.finish();
    return brokenOffBy === null ? conclusion.exitCode : exitCodes[brokenOffBy];
  } finally {
    reporter.abandon();
    files.close();
  }
}

interface Place {
  readonly startedAt: number;
  readonly folder: RunFolder;
  readonly redactor: Redactor;
  readonly files: RunFiles;
  readonly reporter: Reporter;
}

type Parts = ReturnType<typeof assemble>;

function assemble(request: RunRequest, { startedAt, folder, redactor, files, reporter }: Place) {
  // The session is made last, and what is made before it already reports to it.
  const target: { session: Session | null } = { session: null };
  const onProblem = (message: string): void => target.session?.post({ type: 'problem.noticed', message });
  const supervisor = createSupervisor({
    runId: folder.runId,
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
  const session = new Session(sessionRules(request.schedule, request.maxFailures), {
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
}

async function runSession(
  { session, supervisor, telemetry, reporter }: Parts,
  signals: Signals,
  { request, folder, snapshot }: Beginning,
): Promise<Conclusion> {
  signals.onKill(() => {
    reporter.abandon();
    supervisor.killAll();
    const shown = shownPath(folder.directory);
    process.stderr.write(`Killed. The run folder is ${shown}; generate-report ${shown} makes the report.\n`);
  });
  telemetry.start();
  try {
    await firstGpuSamples(telemetry, snapshot.host.gpus.filter(({ vramMiB }) => vramMiB !== null).length);
    const conclusion = session.run(runStarted(request, folder, snapshot));
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
