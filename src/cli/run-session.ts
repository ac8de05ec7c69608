// Runs the session of a run with its parts: signals reach it from its first event to its last.
import type { EventOf, RunOutline } from '../domain/events.ts';
import { plannedRepeats, type Schedule } from '../domain/schedule.ts';
import type { InputBody } from '../engine/inputs.ts';
import type { RunFolder } from '../engine/run-folder.ts';
import type { Conclusion } from '../engine/session.ts';
import type { RepeatsByTest } from '../projections/dashboard/state.ts';
import type { SystemSnapshot } from '../projections/system-info.ts';
import type { SafetyNet } from '../services/safety-net.ts';
import { now, pause } from '../system/clock.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { Mailbox } from './mailbox.ts';
import { outlineOf } from './run-outline.ts';
import type { RunParts } from './run-parts.ts';
import type { RunRequest } from './run-request.ts';
import { shownPath } from './shown-path.ts';
import type { Signals } from './signals.ts';

/** A driver that sleeps takes its time to answer; one that never does must not keep anybody waiting. */
const firstSampleMs = 2000;
const firstSamplePollMs = 20;

export interface Beginning {
  readonly request: RunRequest;
  readonly folder: RunFolder;
  readonly snapshot: SystemSnapshot;
  readonly net: SafetyNet;
  readonly inputs: Mailbox<InputBody>;
}

export async function runSession(
  { session, trials, supervisor, telemetry, reporter }: RunParts,
  signals: Signals,
  { request, folder, snapshot, net, inputs }: Beginning,
): Promise<Conclusion> {
  signals.onKill(() => {
    reporter.abandon();
    trials.closeNow();
    try {
      supervisor.killAll();
      // Where that fails nobody says farewell to the watchdog, which then ends what is left.
      net.closeNow(!supervisor.isAnythingLeft());
    } finally {
      process.stderr.write(killed(shownPath(folder.directory)));
    }
  });
  telemetry.start();
  try {
    await firstGpuSamples(telemetry, snapshot.host.gpus.filter(({ vramMiB }) => vramMiB !== null).length);
    const { continuation } = request;
    const conclusion = session.run(beginning(request, outlineOf(request, folder, snapshot)), continuation);
    if (continuation !== null) reporter.recall(continuation.recorded.results, repeatsToDo(request.schedule));
    inputs.open((input) => session.post(input));
    // Only now: a stop that was asked for before anything began must not come before the beginning.
    signals.onStop((signal) => session.post({ type: 'stop.asked', reason: { kind: 'signal', signal } }));
    return await conclusion;
  } finally {
    signals.hold();
    await telemetry.stop();
  }
}

function killed(shownFolder: string): string {
  const ways = `generate-report ${shownFolder} makes the report, runner run --continue ${shownFolder} goes on`;
  return `Killed. The run folder is ${shownFolder}; ${ways}.\n`;
}

/** What the GPUs hold before anything is started is what all later figures are compared with. */
async function firstGpuSamples({ gpuMemory }: Telemetry, gpus: number): Promise<void> {
  const until = now() + firstSampleMs;
  while (gpuMemory().length < gpus && now() < until) await pause(firstSamplePollMs);
}

function beginning({ continuation }: RunRequest, outline: RunOutline): EventOf<'run.started' | 'run.continued'> {
  if (continuation === null) return { type: 'run.started', ...outline };
  const { retryFailed, recorded, changedInputs } = continuation;
  const { results, fromFiles } = recorded;
  return { type: 'run.continued', retryFailed, recorded: results.length, changedInputs, fromFiles, ...outline };
}

function repeatsToDo({ stretches }: Schedule): RepeatsByTest {
  const tests = stretches.flatMap((stretch) => stretch.tests);
  return new Map(tests.map((test) => [test.testId, new Set(plannedRepeats(test).map(({ repeat }) => repeat))]));
}
