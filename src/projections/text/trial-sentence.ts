// One finished trial in one line, and why it ended as it did in half a line. Pure.
import type { JsonValue } from '../../domain/plan.ts';
import { type CheckResult, isBad, type TrialResult } from '../../domain/results.ts';
import { cut, oneLine } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import { noReason } from '../../domain/wording.ts';
import { info, type Sentence } from './sentence.ts';

const longestReason = 300;

/** `Scenario LLM-001[tiny-markov]: PASSED (Duration: 0.8s)`, with the reason after it where it did not simply pass. */
export function trialSentence(result: TrialResult): Sentence {
  const subject = `Scenario ${oneLine(result.testId)}: ${result.status.toUpperCase()}`;
  const repeat = result.repeat > 1 ? `, repeat ${result.repeat}` : '';
  const attempt = result.attempt > 1 ? `, attempt ${result.attempt}` : '';
  const reason = reasonOf(result);
  const because = reason === null ? '' : `: ${reason}`;
  if (result.status === 'skipped') return info(`${subject}${because}`);
  const flaky = result.flaky ? ', flaky' : '';
  const message = `${subject} (Duration: ${seconds(result.durationMs)}${repeat}${attempt}${flaky})${because}`;
  return { level: isBad(result.status) ? 'ERROR' : result.flaky ? 'WARNING' : 'INFO', message };
}

/** Why a trial was skipped, failed or could not be measured; null for a pass. */
export function reasonOf(result: TrialResult): string | null {
  if (result.status === 'passed') return null;
  if (result.status === 'skipped') return cut(oneLine(result.reason ?? noReason), longestReason);
  if (result.error !== null) return cut(oneLine(result.error), longestReason);
  const check = result.checks.find(({ passed }) => !passed);
  if (check !== undefined) return cut(checkText(check), longestReason);
  for (const step of result.steps) {
    const failed = step.checks.find(({ passed }) => !passed);
    if (failed !== undefined) return cut(`${oneLine(step.name)}: ${checkText(failed)}`, longestReason);
    if (step.error !== null) return cut(`${oneLine(step.name)}: ${oneLine(step.error)}`, longestReason);
  }
  return null;
}

/** A failed check in half a line: its own message where it has one, else what was wanted and what was seen. */
export function checkText({ name, message, expected, actual }: CheckResult): string {
  if (message !== undefined && message !== '') return `${oneLine(name)}: ${oneLine(message)}`;
  const wanted = expected === undefined ? '' : ` expected ${jsonLine(expected, 80)}`;
  const seen = actual === undefined ? '' : `${wanted === '' ? '' : ','} got ${jsonLine(actual, 120)}`;
  return wanted === '' && seen === '' ? `${oneLine(name)} failed` : `${oneLine(name)}:${wanted}${seen}`;
}

/** A JSON value on one line. */
export function jsonLine(value: JsonValue, longest: number): string {
  return cut(oneLine(JSON.stringify(value)), longest);
}
