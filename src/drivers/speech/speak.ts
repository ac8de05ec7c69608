// Has a text spoken: one request, whose answer is looked at only when its last byte has come.
import type { JsonObject, ServiceApi } from '../../domain/plan.ts';
import type { DriverContext } from '../driver-context.ts';
import type { TrialFailure } from '../measured.ts';
import type { ServiceTarget } from '../protocol.ts';
import { ask } from './ask.ts';
import { Body } from './body.ts';
import { type AudioPiece, piecesOf } from './pieces.ts';
import { cannotSpeak, compressedFormat, noSpeech } from './sentences.ts';
import { audioIn, type FoundSpeech, type SpokenAudio } from './spoken-audio.ts';

export interface SpeechRequest {
  readonly target: ServiceTarget;
  readonly text: string;
  /** Null = it is not sent, unless the options do. */
  readonly voice: string | null;
  readonly language: string | null;
  /** All further fields, those of the target among them; `response_format` is theirs. */
  readonly options: JsonObject;
}

/** Times are monotonic milliseconds of one clock. */
export interface Speech {
  readonly sentAt: number;
  /** May be nothing but a header. */
  readonly firstByteAt: number | null;
  /** The first byte of a sample. */
  readonly firstAudioAt: number | null;
  readonly endAt: number;
  /** The packets in which there was sound, in the order in which they came. */
  readonly pieces: readonly AudioPiece[];
  /** As they came. */
  readonly bytes: Uint8Array;
  /** Null where there is no sound in the bytes; of a speech that was cut, what came of it. */
  readonly audio: SpokenAudio | null;
  /** Null where the speech came whole. */
  readonly failure: TrialFailure | null;
}

const longestSpeechBytes = 100 * 1024 * 1024;
const path = '/v1/audio/speech';
const openaiPcmRate = 24_000;

export async function speak(request: SpeechRequest, context: DriverContext): Promise<Speech> {
  const { target, options } = request;
  const body = new Body();
  if (!canSpeak(target.api)) return silence(body, cannotSpeak(target));
  const format = options['response_format'] ?? 'wav';
  if (format !== 'wav' && format !== 'pcm') return silence(body, compressedFormat(format));
  const question = {
    target,
    path,
    contentType: 'application/json',
    accept: 'audio/*, */*;q=0.1',
    body: JSON.stringify(fieldsOf(request, format)),
    wanted: 'speech',
    limitBytes: longestSpeechBytes,
  } as const;
  const failure = await ask(question, body, context);
  const bytes = body.bytes();
  const found = audioIn(bytes, body.contentType, { format, pcmRate: pcmRateOf(options) });
  if (found.kind === 'speech') return { ...heard(body, found), bytes, failure };
  const error = failure?.error ?? noSpeech({ target, path, redact: context.redact }, found);
  return { ...silence(body, error), bytes, failure: failure ?? { status: 'error', error } };
}

function canSpeak(api: ServiceApi): boolean {
  return api === 'openai';
}

/** What the request itself says wins over options of the same name. */
function fieldsOf({ target, text, voice, language, options }: SpeechRequest, format: 'wav' | 'pcm'): JsonObject {
  return {
    ...options,
    ...(target.model !== null && { model: target.model }),
    input: text,
    ...(voice !== null && { voice }),
    ...(language !== null && { language }),
    response_format: format,
  };
}

/** Of raw samples, where the answer does not say it: what was asked for, or that of the OpenAI API. */
function pcmRateOf({ sample_rate: rate }: JsonObject): number {
  return typeof rate === 'number' && rate > 0 ? rate : openaiPcmRate;
}

function heard(body: Body, { audio, spans }: FoundSpeech): Omit<Speech, 'bytes' | 'failure'> {
  const pieces = piecesOf(body.packets, spans, audio.format);
  return { ...timesOf(body), firstAudioAt: pieces[0]?.at ?? null, pieces, audio };
}

function silence(body: Body, error: string): Speech {
  const failure = { status: 'error', error } as const;
  return { ...timesOf(body), firstAudioAt: null, pieces: [], bytes: new Uint8Array(), audio: null, failure };
}

function timesOf({ sentAt, packets, endAt }: Body): Pick<Speech, 'sentAt' | 'firstByteAt' | 'endAt'> {
  return { sentAt, firstByteAt: packets[0]?.at ?? null, endAt: endAt ?? performance.now() };
}
