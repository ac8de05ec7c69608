// The stt driver: has a recording written down, then compares what was heard with what is said.
import { evaluateChecks } from '../../checks/evaluate.ts';
import { heardSomething } from '../../checks/minimal.ts';
import type { TranscriptionScenario } from '../../domain/plan.ts';
import type { Metrics } from '../../domain/results.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { nobodyToAsk } from '../http/sentences.ts';
import { lateTimestamps, watchLoop } from '../loop-delay.ts';
import { allPassed, judgedHere, nothingMeasured, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { shownText } from '../shown-text.ts';
import { type Recording, RecordingError, readRecording } from '../speech/recording.ts';
import { comparison, referenceOf } from '../speech/reference.ts';
import { speedOf } from '../speech/speed.ts';
import { type Transcription, type TranscriptionRequest, transcribe } from '../speech/transcribe.ts';
import { transcriptEvidence } from '../speech/transcript-evidence.ts';

export interface TranscriptionTask extends TrialTask {
  readonly scenario: TranscriptionScenario;
}

export async function runTranscription(task: TranscriptionTask, context: DriverContext): Promise<Measured> {
  const { scenario, targets } = task;
  const target = targets.find(({ role }) => role === 'stt') ?? targets[0];
  if (target === undefined) return withoutMeasurement('error', nobodyToAsk);
  try {
    const recording = await readRecording(scenario.audio);
    const options = { ...target.options, ...scenario.options };
    const request = { target, recording, language: scenario.language, options };
    return await (task.kind === 'warmup' ? warmUp(request, context) : measure(task, request, context));
  } catch (error) {
    if (error instanceof RecordingError) return withoutMeasurement('error', error.message);
    throw error;
  }
}

/** The request in the form in which it is measured later. */
async function warmUp(request: TranscriptionRequest, context: DriverContext): Promise<Measured> {
  const { failure } = await transcribe(request, context);
  return failure === null ? nothingMeasured : withoutMeasurement(failure.status, failure.error);
}

async function measure(
  task: TranscriptionTask,
  request: TranscriptionRequest,
  context: DriverContext,
): Promise<Measured> {
  const { scenario, artifactName } = task;
  const loop = watchLoop();
  const transcription = await transcribe(request, context);
  const validity = lateTimestamps(loop.longestDelayMs());
  const { text, failure } = transcription;
  if (failure !== null) return { ...withoutMeasurement(failure.status, failure.error), validity };
  const reference = referenceOf(scenario.reference, scenario);
  const metrics = { ...timings(transcription, request.recording), ...comparison(reference, text) };
  const evidence = transcriptEvidence({ text, metrics, reference, redact: context.redact });
  const checks = [
    heardSomething({ transcript: text, reference: scenario.reference }),
    ...(await evaluateChecks(judgedHere(scenario.expect), evidence)),
  ];
  const actual = shownText({ text }, { ...context, name: artifactName });
  const status = allPassed(checks) ? 'passed' : 'failed';
  return { status, metrics, checks, steps: [], actual, validity, error: null };
}

function timings({ sentAt, endAt }: Transcription, { seconds, format }: Recording): Metrics {
  const e2eMs = endAt - sentAt;
  return {
    e2eMs,
    ...(seconds !== null && { audioSeconds: seconds, ...speedOf(e2eMs, seconds) }),
    ...(format !== null && { audioFormat: format }),
  };
}
