// By which figures the trials of each driver are told: one table for lines, screens and reports. Pure.
import type { DriverName } from './plan.ts';

/** Names of metrics, most important first. */
export const keyFigures: Readonly<Record<DriverName, readonly string[]>> = {
  llm: ['ttftMs', 'decodeTokensPerSecond'],
  vlm: ['ttftMs', 'decodeTokensPerSecond'],
  stt: ['wer', 'rtf'],
  tts: ['ttfaMs', 'rtf', 'wer'],
  sts: ['voiceToVoiceMs', 'e2eMs'],
  command: [],
};

const shares: ReadonlySet<string> = new Set(['wer', 'werRaw', 'cer', 'cerRaw']);

/** Error rates are shares in files, and per cent where people read them. */
export function isShare(metric: string): boolean {
  return shares.has(metric);
}
