// What POST /v1/audio/transcriptions is asked for, checked.
import { readWav, type Sound, UnreadableAudio } from '../audio/read-wav.ts';
import { tooLong } from '../audio/sentences.ts';
import { RequestError } from '../http/exchange.ts';
import { noSuchModel } from '../http/sentences.ts';
import { fieldMissing, notATemperature, notYesOrNo, unknownFormat } from './sentences.ts';
import type { Upload } from './upload.ts';

const formats = ['json', 'text', 'verbose_json'] as const;

export interface TranscriptionRequest {
  readonly sound: Sound;
  readonly seconds: number;
  /** As the request says; tones have no language of their own. */
  readonly language: string;
  readonly format: (typeof formats)[number];
  readonly words: boolean;
  readonly stream: boolean;
}

/** ISO 639's code for a language that nobody has determined. */
const undetermined = 'und';
const mostSeconds = 20 * 60;

/** Throws `RequestError`. `prompt` and `temperature` are taken; a modem has no use for them. */
export function transcriptionRequest({ file, fields }: Upload, served: string): TranscriptionRequest {
  const field = (name: string): string | undefined => fields.get(name)?.at(-1);
  const model = field('model');
  if (model === undefined) throw new RequestError(400, fieldMissing('model'));
  if (model !== served) throw new RequestError(404, noSuchModel(model));
  const wanted = field('response_format') ?? 'json';
  const format = formats.find((name) => name === wanted);
  if (format === undefined) throw new RequestError(400, unknownFormat(wanted, formats));
  checkTemperature(field('temperature'));
  const stream = yesOrNo('stream', field('stream') ?? 'false');
  const sound = soundIn(file);
  const seconds = sound.samples.length / sound.sampleRate;
  if (seconds > mostSeconds) throw new RequestError(400, tooLong(seconds, mostSeconds));
  const words = fields.get('timestamp_granularities[]')?.includes('word') ?? false;
  return { sound, seconds, language: field('language') || undetermined, format, words, stream };
}

function soundIn(file: Buffer): Sound {
  try {
    return readWav(file);
  } catch (error) {
    if (error instanceof UnreadableAudio) throw new RequestError(400, error.message);
    throw error;
  }
}

function checkTemperature(text: string | undefined): void {
  const temperature = Number(text ?? '0');
  if (text?.trim() === '' || !(temperature >= 0 && temperature <= 1)) {
    throw new RequestError(400, notATemperature(text ?? ''));
  }
}

function yesOrNo(name: string, text: string): boolean {
  const known = new Map([
    ['true', true],
    ['false', false],
    ['1', true],
    ['0', false],
  ]).get(text.toLowerCase());
  if (known === undefined) throw new RequestError(400, notYesOrNo(name, text));
  return known;
}
