// The sign and the tone that stand for a status, the same in every panel.
import type { FinalStatus } from '../domain/results.ts';
import type { LogLine, ServiceView } from '../projections/dashboard/state.ts';
import type { Level } from '../projections/text/sentence.ts';
import type { Tone } from './theme.ts';

export interface Sign {
  readonly glyph: string;
  readonly tone: Tone;
}

export const statusSigns: Readonly<Record<FinalStatus, Sign>> = {
  passed: { glyph: '✓', tone: 'good' },
  failed: { glyph: '✗', tone: 'bad' },
  timeout: { glyph: '✗', tone: 'bad' },
  error: { glyph: '✗', tone: 'bad' },
  skipped: { glyph: '○', tone: 'caution' },
};

export const flakySign: Sign = { glyph: '↻', tone: 'caution' };

export const serviceSigns: Readonly<Record<ServiceView['state'], Sign>> = {
  starting: { glyph: '◌', tone: 'caution' },
  pulling: { glyph: '◌', tone: 'caution' },
  loading: { glyph: '◌', tone: 'caution' },
  ready: { glyph: '●', tone: 'good' },
  failed: { glyph: '✗', tone: 'bad' },
  exited: { glyph: '✗', tone: 'bad' },
  restarting: { glyph: '◌', tone: 'caution' },
  skipped: { glyph: '○', tone: 'faint' },
};

/** Up for a later loadout, and not part of this one. */
export const idleSign: Sign = { glyph: '●', tone: 'faint' };

const levelSigns: Readonly<Record<Level, Sign>> = {
  INFO: { glyph: '·', tone: 'faint' },
  WARNING: { glyph: '!', tone: 'caution' },
  ERROR: { glyph: '✗', tone: 'bad' },
};

/** A finished trial has the sign of its status, everything else that of its weight. */
export function signOfLine({ result, level }: LogLine): Sign {
  if (result === null) return levelSigns[level];
  return result === 'flaky' ? flakySign : statusSigns[result];
}
