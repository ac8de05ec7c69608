// Speech and, where somebody listens, what was heard of it. Listening begins when the speech is whole, so that it disturbs no
// timestamp of speaking.
import type { SpeechScenario } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import { watchLoop } from '../loop-delay.ts';
import type { TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Recording } from '../speech/recording.ts';
import { formatInWords } from '../speech/sample-format.ts';
import { roundTripFailed } from '../speech/sentences.ts';
import { type Speech, speak } from '../speech/speak.ts';
import { audioInWords, type SpokenAudio } from '../speech/spoken-audio.ts';
import { type Transcription, transcribe } from '../speech/transcribe.ts';
import { wavFile } from '../speech/wav-file.ts';

/** The services of a loadout, by what they do. */
export interface Links {
  readonly speaker: ServiceTarget;
  /** Null where nothing is written down again. */
  readonly listener: ServiceTarget | null;
}

export interface RoundTrip {
  readonly speech: Speech;
  /** Null where nobody listened, or there was nothing to listen to. */
  readonly heard: Transcription | null;
  /** Of the event loop, while one of the requests ran. */
  readonly longestDelayMs: number;
}

export async function roundTrip(
  { text, voice, language, options }: SpeechScenario,
  { speaker, listener }: Links,
  context: DriverContext,
): Promise<RoundTrip> {
  const speaking = watchLoop();
  const request = { target: speaker, text, voice, language, options: { ...speaker.options, ...options } };
  const speech = await speak(request, context);
  const speakingDelayMs = speaking.longestDelayMs();
  if (listener === null || speech.failure !== null || speech.audio === null) {
    return { speech, heard: null, longestDelayMs: speakingDelayMs };
  }
  const recording = recordingOf(speech.audio);
  const listeningNow = watchLoop();
  const heard = await transcribe({ target: listener, recording, language, options: listener.options }, context);
  return { speech, heard, longestDelayMs: Math.max(speakingDelayMs, listeningNow.longestDelayMs()) };
}

/** With a header that is right: not every transcriber forgives a wrong one. */
function recordingOf({ format, samples, seconds }: SpokenAudio): Recording {
  return { fileName: 'speech.wav', bytes: wavFile(format, samples), seconds, format: formatInWords(format) };
}

/** Null where everything came whole. */
export function failureOf({ speech, heard }: RoundTrip, { limits }: DriverContext): TrialFailure | null {
  if (speech.failure !== null) return speech.failure;
  if (heard === null || heard.failure === null || speech.audio === null) return null;
  const { status, error } = heard.failure;
  if (limits.interruption?.kind === 'aborted') return { status, error };
  return { status, error: roundTripFailed(audioInWords(speech.audio), error) };
}
