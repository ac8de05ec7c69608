// What the bytes of an answer are: speech, or what came in its place.
import { errorMessage, parseFields } from '../http/json-fields.ts';
import { mediaTypeOf } from './media-type.ts';
import { formatInWords, type SampleFormat, secondsOf } from './sample-format.ts';
import type { NoSpeech } from './sentences.ts';
import { type Sound, soundOf } from './sound.ts';
import { readWav, type Span } from './wav.ts';

export interface SpokenAudio {
  readonly format: SampleFormat;
  readonly seconds: number;
  /** All samples and nothing else. */
  readonly samples: Uint8Array;
  readonly sound: Sound;
}

export interface Asked {
  readonly format: 'wav' | 'pcm';
  /** Of raw samples, where the answer does not say it. */
  readonly pcmRate: number;
}

export interface FoundSpeech {
  readonly kind: 'speech';
  readonly audio: SpokenAudio;
  /** Where in the bytes the samples are. */
  readonly spans: readonly Span[];
}

/** Longer texts are no explanations. */
const longestTextBytes = 64 * 1024;

export function audioIn(bytes: Buffer, contentType: string, asked: Asked): FoundSpeech | NoSpeech {
  if (bytes.length === 0) return { kind: 'nothing' };
  const wav = readWav(bytes);
  if (wav.kind === 'unusable') return { kind: 'bad-wav', problem: wav.problem };
  if (wav.kind === 'sound') {
    return wav.spans.length === 0 ? { kind: 'header-only', bytes: bytes.length } : speech(bytes, wav.format, wav.spans);
  }
  const other = textIn(bytes, contentType) ?? compressed(bytes, contentType, asked);
  if (other !== null) return other;
  if (asked.format === 'wav') return { kind: 'unknown', contentType };
  return speech(bytes, pcmFormat(contentType, asked.pcmRate), [{ start: 0, end: bytes.length }]);
}

/** For example `1.84 s of speech, s16 24000 Hz mono`. */
export function audioInWords({ seconds, format }: SpokenAudio): string {
  return `${seconds.toFixed(2)} s of speech, ${formatInWords(format)}`;
}

function speech(bytes: Buffer, format: SampleFormat, spans: readonly Span[]): FoundSpeech {
  const samples = Buffer.concat(spans.map(({ start, end }) => bytes.subarray(start, end)));
  const audio = { format, seconds: secondsOf(samples.length, format), samples, sound: soundOf(samples, format) };
  return { kind: 'speech', audio, spans };
}

/** Samples without a header can begin with any byte, so a text must be a whole one, or be called one. */
function textIn(bytes: Buffer, contentType: string): NoSpeech | null {
  const calledText = /^(text\/|application\/([\w.+-]*\+)?json)/i.test(contentType);
  if (!calledText && bytes.length > longestTextBytes) return null;
  const text = bytes.toString('utf8', 0, longestTextBytes).trim();
  const fields = parseFields(text);
  const message = fields === null ? null : errorMessage(fields);
  if (message !== null) return { kind: 'error', message };
  if (/^<(!doctype html|html)\b/i.test(text)) return { kind: 'web-page', contentType, text };
  return calledText || fields !== null ? { kind: 'text', contentType, text } : null;
}

const spelled = { mpeg: 'MP3', aac: 'AAC', ogg: 'Ogg', flac: 'FLAC', webm: 'WebM', mp4: 'MP4' } as const;

/** The marks of MP3 and AAC are two bytes, which raw samples can begin with, too. */
function compressed(bytes: Buffer, contentType: string, { format }: Asked): NoSpeech | null {
  const found = mediaTypeOf(bytes);
  const certain = format === 'wav' || bytes[0] !== 0xff || /^audio\/(mpeg|mp3|aac)/i.test(contentType);
  return found === null || found === 'wav' || !certain ? null : { kind: 'compressed', format: spelled[found] };
}

/** As the OpenAI API has it, where the content type does not say it otherwise: `audio/pcm;rate=22050`. */
function pcmFormat(contentType: string, rate: number): SampleFormat {
  const parameter = (name: string): number | null => {
    const value = Number(new RegExp(`;\\s*${name}="?(\\d{1,7})\\b`, 'i').exec(contentType)?.[1] ?? 0);
    return value > 0 ? value : null;
  };
  return { encoding: 'signed', bits: 16, rate: parameter('rate') ?? rate, channels: parameter('channels') ?? 1 };
}
