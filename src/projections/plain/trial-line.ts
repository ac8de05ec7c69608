// One finished trial on one line: `    PASS [   0.812s] LLM-001[tiny-markov]  TTFT 41.2 ms · 123 tok/s`.
import { type FinalStatus, isBad, type TrialResult } from '../../domain/results.ts';
import { oneLine } from '../../domain/text.ts';
import { latency, tokenRate } from '../text/format.ts';
import type { Colour, Paint } from '../text/paint.ts';
import { reasonOf } from '../text/trial-sentence.ts';

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

function metricsText({ metrics: { ttftMs, decodeTokensPerSecond } }: TrialResult): string {
  const ttft = typeof ttftMs === 'number' ? `TTFT ${latency(ttftMs)}` : '';
  const rate = typeof decodeTokensPerSecond === 'number' ? tokenRate(decodeTokensPerSecond) : '';
  return ttft === '' || rate === '' ? ttft + rate : `${ttft} · ${rate}`;
}
