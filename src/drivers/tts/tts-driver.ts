// The tts driver: has a text spoken, looks at the samples and, where the loadout can listen too, compares what was heard with
// the text.
import { evaluateChecks } from '../../checks/evaluate.ts';
import type { ReferenceText } from '../../checks/evidence.ts';
import { soundsLikeSomething } from '../../checks/minimal.ts';
import type { SpeechScenario } from '../../domain/plan.ts';
import type { ActualOutput, Metrics } from '../../domain/results.ts';
import type { DriverContext, Measured } from '../driver-context.ts';
import { nobodyToAsk } from '../http/sentences.ts';
import { lateTimestamps } from '../loop-delay.ts';
import { allPassed, judgedHere, nothingMeasured, withoutMeasurement } from '../measured.ts';
import type { TrialTask } from '../protocol.ts';
import { shownText } from '../shown-text.ts';
import { comparison, referenceOf, withoutTags } from '../speech/reference.ts';
import { audioInWords } from '../speech/spoken-audio.ts';
import type { Transcription } from '../speech/transcribe.ts';
import { transcriptEvidence } from '../speech/transcript-evidence.ts';
import { wavFile } from '../speech/wav-file.ts';
import { failureOf, type Links, type RoundTrip, roundTrip } from './round-trip.ts';
import { speechMetrics } from './speech-metrics.ts';

export interface SpeechTask extends TrialTask {
  readonly scenario: SpeechScenario;
}

export async function runSpeech(task: SpeechTask, context: DriverContext): Promise<Measured> {
  const { scenario, targets } = task;
  const listener = targets.find(({ role }) => role === 'stt') ?? null;
  const speaker = targets.find(({ role }) => role === 'tts') ?? targets.find((target) => target !== listener);
  if (speaker === undefined) return withoutMeasurement('error', nobodyToAsk);
  const links = { speaker, listener };
  return task.kind === 'warmup' ? warmUp(scenario, links, context) : measure(task, links, context);
}

/** The requests in the form in which they are measured later. */
async function warmUp(scenario: SpeechScenario, links: Links, context: DriverContext): Promise<Measured> {
  const failure = failureOf(await roundTrip(scenario, links, context), context);
  return failure === null ? nothingMeasured : withoutMeasurement(failure.status, failure.error);
}

async function measure(task: SpeechTask, links: Links, context: DriverContext): Promise<Measured> {
  const { scenario } = task;
  const trip = await roundTrip(scenario, links, context);
  const validity = lateTimestamps(trip.longestDelayMs);
  const actual = outputOf(task, trip, context);
  const failure = failureOf(trip, context);
  if (failure !== null) return { ...withoutMeasurement(failure.status, failure.error), actual, validity };
  const { speech, heard } = trip;
  const { audio } = speech;
  if (audio === null) throw new Error('a speech without sound was taken for a whole one');
  const reference = referenceOf(scenario.reference ?? withoutTags(scenario.text), scenario);
  const metrics = { ...speechMetrics(scenario.text, speech, audio), ...listening(heard, reference) };
  const evidence = transcriptEvidence({ text: heard?.text ?? null, metrics, reference, redact: context.redact });
  const checks = [
    soundsLikeSomething({ seconds: audio.seconds, ...audio.sound }),
    ...(await evaluateChecks(judgedHere(scenario.expect), evidence)),
  ];
  return { status: allPassed(checks) ? 'passed' : 'failed', metrics, checks, steps: [], actual, validity, error: null };
}

function listening(heard: Transcription | null, reference: ReferenceText | null): Metrics {
  return heard === null ? {} : { roundTripMs: heard.endAt - heard.sentAt, ...comparison(reference, heard.text) };
}

/** The speech as a file that any player takes, also where only a part of it came. */
function outputOf(
  { artifactName }: SpeechTask,
  { speech, heard }: RoundTrip,
  { redact, artifacts }: DriverContext,
): ActualOutput | null {
  const { audio } = speech;
  if (audio === null) return null;
  const audioPath = artifacts.write(`${artifactName}.wav`, wavFile(audio.format, audio.samples));
  const output = { content: audioInWords(audio), path: null, audioPath };
  if (heard === null || heard.failure !== null) return output;
  const { content, path } = shownText({ text: heard.text }, { artifacts, name: artifactName, redact });
  return { ...output, transcript: content, ...(path !== null && { transcriptPath: path }) };
}
