// Processing time against the length of the audio, as a factor and as its inverse.
import type { Metrics } from '../../domain/results.ts';

/** Without what would divide by nothing. */
export function speedOf(e2eMs: number, audioSeconds: number): Metrics {
  if (audioSeconds <= 0 || e2eMs <= 0) return {};
  const rtf = e2eMs / 1000 / audioSeconds;
  return { rtf, rtfx: 1 / rtf };
}
