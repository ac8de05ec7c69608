// Has a recording written down: one request with the file in a form, which is encoded before the request is timed.
import type { JsonObject } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import type { TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import { ask } from './ask.ts';
import { Body } from './body.ts';
import type { Recording } from './recording.ts';
import { cannotTranscribe, noTranscript, streamedTranscript, unreadableTranscript } from './sentences.ts';
import { isTranscriptFormat, readTranscript, type Transcript } from './transcript.ts';
import { encodedForm, transcriptionPath } from './transcription-form.ts';

export interface TranscriptionRequest {
  readonly target: ServiceTarget;
  readonly recording: Recording;
  /** As the engine takes it; null = it is not sent. */
  readonly language: string | null;
  /** All further fields of the form, those of the target among them. */
  readonly options: JsonObject;
}

/** Times are monotonic milliseconds of one clock. */
export interface Transcription {
  /** Without white space around it; empty where nothing was heard, and where it failed. */
  readonly text: string;
  readonly sentAt: number;
  readonly endAt: number;
  /** What the server says was spoken. */
  readonly language: string | null;
  /** Null where the transcript came whole. */
  readonly failure: TrialFailure | null;
}

/** More of it is no transcript. */
const longestTranscriptBytes = 16 * 1024 * 1024;

export async function transcribe(request: TranscriptionRequest, context: DriverContext): Promise<Transcription> {
  const body = new Body();
  const transcript = await transcriptOf(request, body, context);
  const { sentAt } = body;
  const endAt = body.endAt ?? performance.now();
  if ('error' in transcript) return { text: '', sentAt, endAt, language: null, failure: transcript };
  return { ...transcript, sentAt, endAt, failure: null };
}

async function transcriptOf(
  request: TranscriptionRequest,
  answer: Body,
  context: DriverContext,
): Promise<Transcript | TrialFailure> {
  const { target, options } = request;
  const path = transcriptionPath(target.api);
  if (path === null) return failed(cannotTranscribe(target));
  const format = options['response_format'] ?? 'json';
  if (!isTranscriptFormat(format)) return failed(unreadableTranscript(format));
  if (options['stream'] === true) return failed(streamedTranscript);
  const form = await encodedForm({ ...request, format });
  const question = { target, path, ...form, wanted: 'transcript', limitBytes: longestTranscriptBytes } as const;
  const accept = format === 'text' ? 'text/plain, */*;q=0.1' : 'application/json';
  const failure = await ask({ ...question, accept }, answer, context);
  if (failure !== null) return failure;
  const transcript = readTranscript(answer.bytes().toString(), answer.contentType, format);
  if (!('problem' in transcript)) return transcript;
  return failed(noTranscript({ target, path, redact: context.redact }, transcript, answer.contentType));
}

function failed(error: string): TrialFailure {
  return { status: 'error', error };
}
