// One finished trial on one line: `    PASS [   0.812s] LLM-001[tiny-markov]  TTFT 41.2 ms · 123 tok/s`.
import { builtinLabel, builtinShare } from '../../domain/builtin.ts';
import { reasonOf } from '../../domain/reasons.ts';
import { type FinalStatus, isBad, type TrialResult } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import type { Colour, Paint } from '../text/paint.ts';
import { figuresAtAGlance, figureText } from '../text/trial-figures.ts';

const words: Readonly<Record<FinalStatus, readonly [string, Colour]>> = {
  passed: ['   PASS', 'green'],
  failed: ['   FAIL', 'red'],
  timeout: ['TIMEOUT', 'red'],
  error: ['  ERROR', 'red'],
  skipped: ['   SKIP', 'yellow'],
};

export function trialLine(result: TrialResult, paint: Paint): string {
  const [word, colour] = result.flaky ? (['  FLAKY', 'yellow'] as const) : words[result.status];
  const time =
    result.status === 'skipped' ? '' : ` ${paint.dim(`[${(result.durationMs / 1000).toFixed(3).padStart(8)}s]`)}`;
  const repeat = result.repeat > 1 ? ` repeat ${result.repeat}` : '';
  const attempt = result.attempt > 1 ? ` attempt ${result.attempt}` : '';
  const about = isBad(result.status) || result.status === 'skipped' ? reasonOf(result) : metricsText(result);
  const rest = about === null || about === '' ? '' : `  ${isBad(result.status) ? about : paint.dim(about)}`;
  return `${paint[colour](word)}${time} ${oneLine(result.testId)}${repeat}${attempt}${rest}`;
}

function metricsText({ driver, metrics, validity, services }: TrialResult): string {
  const figures = figuresAtAGlance(driver, metrics).map(figureText).join(' · ');
  const doubts = validity.length === 0 ? '' : `doubtful: ${doubtText(validity)}`;
  const notes = [builtinLabel(builtinShare(services)), doubts]
    .filter((note) => note !== null && note !== '')
    .join('; ');
  return figures === '' || notes === '' ? figures : `${figures} (${notes})`;
}

function doubtText(validity: TrialResult['validity']): string {
  return [...new Set(validity.map(({ reason }) => oneLine(reason)))].join(', ');
}
