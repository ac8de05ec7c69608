// From the times and samples of a speech to metrics; formulas are those of domain/metrics.ts. Pure. What was not measured is
// absent.
import type { Metrics } from '../../domain/results.ts';
import { playbackOf } from '../speech/pieces.ts';
import { formatInWords } from '../speech/sample-format.ts';
import { decibels } from '../speech/sound.ts';
import type { Speech } from '../speech/speak.ts';
import { speedOf } from '../speech/speed.ts';
import type { SpokenAudio } from '../speech/spoken-audio.ts';

export type TimedSpeech = Pick<Speech, 'sentAt' | 'firstByteAt' | 'firstAudioAt' | 'endAt' | 'pieces'>;

export function speechMetrics(text: string, speech: TimedSpeech, audio: SpokenAudio): Metrics {
  const { sentAt, firstByteAt, firstAudioAt, endAt, pieces } = speech;
  const { sound, seconds, format } = audio;
  const e2eMs = endAt - sentAt;
  const level = decibels(sound);
  return {
    ...(firstByteAt !== null && { ttfbMs: firstByteAt - sentAt }),
    ...(firstAudioAt !== null && { ttfaMs: firstAudioAt - sentAt }),
    e2eMs,
    audioSeconds: seconds,
    ...speedOf(e2eMs, seconds),
    ...(e2eMs > 0 && { charactersPerSecond: [...text].length / (e2eMs / 1000) }),
    ...playbackOf(pieces),
    ...(sound.samples > 0 && { clippedPercent: sound.clipped * 100 }),
    ...(level !== null && { rmsDbfs: level }),
    audioFormat: formatInWords(format),
  };
}
