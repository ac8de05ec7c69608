// Builds the parts of a run and ties them together.
import type { Redactor } from '../domain/redaction.ts';
import type { Schedule } from '../domain/schedule.ts';
import { createTrialRunner } from '../drivers/trial-runner.ts';
import { Recorder } from '../engine/recorder.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import { Session } from '../engine/session.ts';
import { sessionRules } from '../engine/state.ts';
import { servicesOf } from '../engine/stretch-services.ts';
import { machineNeighbourhood } from '../services/existing/neighbourhood.ts';
import type { RunTag } from '../services/run-tag.ts';
import type { SafetyNet } from '../services/safety-net.ts';
import { createSupervisor, type Supervisor } from '../services/supervisor.ts';
import { now, pause, wallClock } from '../system/clock.ts';
import { createTelemetry } from '../telemetry/telemetry.ts';
import { builtinPrograms, trialWorkerFile } from './program-files.ts';
import type { Reporter } from './reporter.ts';
import type { RunFiles } from './run-files.ts';
import type { RunRequest } from './run-request.ts';

const sampleIntervalMs = 1000;
const gpuIntervalMs = 200;

export interface RunPlace {
  readonly startedAt: number;
  readonly folder: RunFolder;
  readonly redactor: Redactor;
  readonly files: RunFiles;
  readonly reporter: Reporter;
  readonly tag: RunTag;
  readonly net: SafetyNet;
  onProblem(message: string): void;
}

export type RunParts = ReturnType<typeof assemble>;

export function assemble(request: RunRequest, place: RunPlace) {
  const { startedAt, folder, redactor, files, reporter, tag, net, onProblem } = place;
  const { continuation } = request;
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
    lastSeq: continuation?.recorded.lastSeq ?? 0,
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
  const trials = createTrialRunner({ workerFile: trialWorkerFile });
  const session = new Session(
    sessionRules(request.schedule, {
      maxFailures: request.maxFailures,
      strict: continuation?.strict ?? false,
    }),
    {
      recorder,
      supervisor,
      telemetry,
      trials,
      now,
      pause,
      wallClock,
      startedAt,
      runDirectory: folder.directory,
      secrets: request.secrets,
    },
  );
  target.session = session;
  return { session, trials, supervisor, telemetry, recorder, reporter };
}

function liveServices(schedule: Schedule, supervisor: Supervisor) {
  const ids = new Set(schedule.stretches.flatMap((stretch) => servicesOf(stretch).map(({ id }) => id)));
  return [...ids].flatMap((service) => {
    const pids = supervisor.pidsOf(service);
    return pids.length === 0 ? [] : [{ service, pids }];
  });
}
