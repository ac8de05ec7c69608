// All that is said about speech and transcripts that gave no measurement, beside what is true of any request
// (http/sentences.ts).
import type { JsonValue } from '../../domain/plan.ts';
import { cut, oneLine } from '../../domain/text.ts';
import {
  type Addressee,
  answered,
  cannotBeAsked,
  disconnected,
  named,
  quote,
  refused,
  seconds,
} from '../http/sentences.ts';
import type { Interruption } from '../limits.ts';
import type { ServiceTarget } from '../protocol.ts';
import type { Body, Received } from './body.ts';
import { formatInWords } from './sample-format.ts';
import type { TranscriptProblem } from './transcript.ts';
import type { WavProblem } from './wav.ts';

export interface Asked extends Addressee {
  readonly wanted: 'transcript' | 'speech';
}

type NotWhole = Exclude<Received, { kind: 'whole' | 'interrupted' }>;

export function whyNotWhole(asked: Asked, end: NotWhole, body: Body): string {
  const { target, wanted } = asked;
  switch (end.kind) {
    case 'refused':
      return refused(asked, end.status, end.body);
    case 'disconnected':
      return disconnected(asked, end.error);
    case 'broken':
      return `${named(target)} broke the connection off in the middle of its ${wanted}, after ${amount(body.size)}`;
    case 'too-long':
      return `${named(target)} sent more than ${end.limitBytes / 2 ** 20} MiB where a ${wanted} was asked for`;
    default:
      return end satisfies never;
  }
}

export function whyInterrupted({ target, wanted }: Asked, interruption: Interruption, body: Body): string {
  if (interruption.kind === 'aborted') return interruption.reason;
  const limit = seconds(interruption.timeoutMs);
  return `${named(target)} did not finish its ${wanted} within ${limit}: ${progress(body)}`;
}

function progress({ sentAt, headersAt, packets, size }: Body): string {
  if (headersAt === null) return 'it sent nothing, not even response headers';
  const [first] = packets;
  const last = packets.at(-1);
  if (first === undefined || last === undefined) {
    return `its response headers came after ${seconds(headersAt - sentAt)}, but nothing behind them`;
  }
  return `${amount(size)} had come, the first after ${seconds(first.at - sentAt)}, the last after ${seconds(last.at - sentAt)}`;
}

function amount(bytes: number): string {
  return bytes === 1 ? '1 byte' : `${bytes} bytes`;
}

export function cannotTranscribe(target: ServiceTarget): string {
  return cannotBeAsked(target, ' for a transcript');
}

export function cannotSpeak(target: ServiceTarget): string {
  return cannotBeAsked(target, ' to speak');
}

export function unreadableTranscript(format: JsonValue): string {
  return `the options ask for "response_format: ${shown(format)}", which is not read here; json, verbose_json and text are`;
}

export const streamedTranscript =
  'the options ask for "stream: true", but a transcript is read as a whole; leave it out';

export function noTranscript(asked: Addressee, { problem, quoted }: TranscriptProblem, contentType: string): string {
  const what = quote(quoted, asked.redact);
  switch (problem) {
    case 'error':
      return `${answered(asked)} with HTTP 200, but reports an error: ${what}`;
    case 'web-page':
      return `${answered(asked)} with a web page, not with a transcript: ${what}`;
    case 'not-json':
      return `${answered(asked)} with ${type(contentType)} that is not JSON: ${what === '' ? 'it is empty' : what}`;
    case 'no-text':
      return `${answered(asked)} with JSON in which there is no "text": ${what}`;
    default:
      return problem satisfies never;
  }
}

function type(contentType: string): string {
  return contentType === '' ? 'something' : oneLine(contentType);
}

export function compressedFormat(format: JsonValue): string {
  return `the options ask for "response_format: ${shown(format)}", which cannot be measured: only wav and pcm hold samples that can be counted`;
}

function shown(value: JsonValue): string {
  return cut(oneLine(typeof value === 'string' ? value : JSON.stringify(value)), 40);
}

/** What came in place of speech. */
export type NoSpeech =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'header-only'; readonly bytes: number }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'web-page' | 'text'; readonly contentType: string; readonly text: string }
  | { readonly kind: 'compressed'; readonly format: string }
  | { readonly kind: 'unknown'; readonly contentType: string }
  | { readonly kind: 'bad-wav'; readonly problem: WavProblem };

export function noSpeech(asked: Addressee, found: NoSpeech): string {
  const beginning = answered(asked);
  switch (found.kind) {
    case 'nothing':
      return `${beginning} with HTTP 200 and not a single byte`;
    case 'header-only':
      return `${beginning} with the header of a WAV and no sound behind it (${amount(found.bytes)} in all)`;
    case 'error':
      return `${beginning} with HTTP 200, but reports an error: ${quote(found.message, asked.redact)}`;
    case 'web-page':
      return `${beginning} with a web page, not with speech: ${quote(found.text, asked.redact)}`;
    case 'text':
      return `${beginning} with ${type(found.contentType)}, not with speech: ${quote(found.text, asked.redact)}`;
    case 'compressed':
      return `${beginning} with ${found.format}, which was not asked for and cannot be measured: only wav and pcm hold samples that can be counted`;
    case 'unknown':
      return `${beginning} with ${type(found.contentType)} that does not begin like a WAV`;
    case 'bad-wav':
      return `${beginning} with a WAV that cannot be measured: ${wavProblem(found.problem)}`;
    default:
      return found satisfies never;
  }
}

function wavProblem(problem: WavProblem): string {
  switch (problem.kind) {
    case 'no-format':
      return 'its header does not say in which form the samples are';
    case 'encoding':
      return `its samples are of a kind that is not read here (format code ${problem.code}, ${problem.bits} bits)`;
    case 'format-changes':
      return `in the middle it turns from ${formatInWords(problem.from)} into ${formatInWords(problem.to)}`;
    default:
      return problem satisfies never;
  }
}

export function emptyRecording(fileName: string): string {
  return `the recording ${oneLine(fileName)} is empty`;
}

export function tooLongRecording(fileName: string, bytes: number): string {
  return `the recording ${oneLine(fileName)} is too large to be sent: ${Math.ceil(bytes / 2 ** 20)} MiB, and 512 MiB are the limit`;
}

export function roundTripFailed(speech: string, error: string): string {
  return `the speech was made (${speech}), but its round trip failed: ${error}`;
}
