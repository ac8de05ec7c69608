// Which lines of the log are on screen: at its end until somebody scrolls, then fixed to a line while new ones arrive. Pure.
import type { LogLine } from '../projections/dashboard/state.ts';
import type { KeyAction } from './keys.ts';

export interface LogView {
  /** Number of the first event that is shown; null = follow the end. */
  readonly from: number | null;
  readonly problemsOnly: boolean;
}

export const followingLog: LogView = { from: null, problemsOnly: false };

export interface LogWindow {
  readonly lines: readonly LogLine[];
  /** Lines of the log above and below the window. */
  readonly above: number;
  readonly below: number;
}

export function logWindow(view: LogView, log: readonly LogLine[], height: number): LogWindow {
  const lines = shownLines(view, log);
  const start = firstShown(view, lines, height);
  return {
    lines: lines.slice(start, start + height),
    above: start,
    below: Math.max(0, lines.length - start - height),
  };
}

export function scrollLog(view: LogView, action: KeyAction, log: readonly LogLine[], height: number): LogView {
  if (action === 'problems') return { from: null, problemsOnly: !view.problemsOnly };
  const lines = shownLines(view, log);
  const last = Math.max(0, lines.length - height);
  const steps: Partial<Record<KeyAction, number>> = {
    up: -1,
    down: 1,
    pageUp: -Math.max(1, height - 1),
    pageDown: Math.max(1, height - 1),
    top: Number.NEGATIVE_INFINITY,
    bottom: Number.POSITIVE_INFINITY,
  };
  const step = steps[action];
  if (step === undefined) return view;
  const start = Math.max(0, Math.min(last, firstShown(view, lines, height) + step));
  return { ...view, from: start >= last ? null : (lines[start]?.seq ?? null) };
}

function shownLines({ problemsOnly }: LogView, log: readonly LogLine[]): readonly LogLine[] {
  return problemsOnly ? log.filter(({ level }) => level !== 'INFO') : log;
}

function firstShown({ from }: LogView, lines: readonly LogLine[], height: number): number {
  const last = Math.max(0, lines.length - height);
  if (from === null) return last;
  const start = lines.findIndex(({ seq }) => seq >= from);
  return start === -1 ? last : Math.min(start, last);
}
