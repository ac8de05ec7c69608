// Stands in for the product's module of this name in the benchmark's own bundle. It is called when a speech is over.
import type { Metrics } from '../../../../src/domain/results.ts';
import type { SpokenAudio } from '../../../../src/drivers/speech/spoken-audio.ts';
import { speechMetrics as measured, type TimedSpeech } from '../../../../src/drivers/tts/speech-metrics.ts';
import { record } from './record.ts';

export function speechMetrics(text: string, speech: TimedSpeech, audio: SpokenAudio): Metrics {
  record(
    speech.sentAt,
    speech.pieces.map(({ at }) => at),
  );
  return measured(text, speech, audio);
}
