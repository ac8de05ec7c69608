// What POST /v1/audio/speech is asked for, checked.
import * as z from 'zod';
import { RequestError } from '../http/exchange.ts';
import { noSuchModel } from '../http/sentences.ts';
import { speakable } from '../modem/phrases.ts';
import { speedRange, type Voice, voiceNames } from '../modem/score.ts';
import type { SpeakerOptions } from './options.ts';
import { inputTooLong, nothingToSpeak, unknownFormat, unknownVoice } from './sentences.ts';

const formats = ['wav', 'pcm'] as const;
const sampleRates = [16_000, 24_000] as const;
const mostCharacters = 4096;

const body = z.object({
  model: z.string(),
  input: z.string(),
  voice: z.string().default('mid'),
  /** Taken and not needed: tones have no language. */
  language: z.string().nullish(),
  response_format: z.string().default('wav'),
  sample_rate: z.literal(sampleRates).default(24_000),
  speed: z.number().min(speedRange.min).max(speedRange.max).default(1),
  stream: z.boolean().default(true),
  snr_db: z.number().min(-60).max(120).nullish(),
  seed: z.int().nullish(),
});

export interface SpeechRequest {
  readonly text: string;
  readonly voice: Voice;
  readonly format: (typeof formats)[number];
  readonly sampleRate: number;
  readonly speed: number;
  readonly stream: boolean;
  /** Null = no noise. */
  readonly snrDb: number | null;
  readonly seed: number;
}

/** Throws `RequestError`. */
export function speechRequest(json: unknown, options: SpeakerOptions): SpeechRequest {
  const parsed = body.safeParse(json);
  if (!parsed.success) throw new RequestError(400, z.prettifyError(parsed.error));
  const asked = parsed.data;
  if (asked.model !== options.model) throw new RequestError(404, noSuchModel(asked.model));
  const format = formats.find((name) => name === asked.response_format);
  if (format === undefined) throw new RequestError(400, unknownFormat(asked.response_format, formats));
  const voice = voiceNames.find((name) => name === asked.voice);
  if (voice === undefined) throw new RequestError(400, unknownVoice(asked.voice, voiceNames));
  const characters = Array.from(asked.input).length;
  if (characters > mostCharacters) throw new RequestError(400, inputTooLong(characters, mostCharacters));
  if (speakable(asked.input) === '') throw new RequestError(400, nothingToSpeak);
  return {
    text: asked.input,
    voice,
    format,
    sampleRate: asked.sample_rate,
    speed: asked.speed,
    stream: asked.stream,
    snrDb: asked.snr_db ?? null,
    seed: asked.seed ?? options.seed,
  };
}
