// Why a trial ended as it did, in half a line. Pure.
import type { JsonValue } from './plan.ts';
import type { CheckResult, StepResult, TrialResult } from './results.ts';
import { cut, oneLine } from './text.ts';
import { noReason } from './wording.ts';

const longestReason = 300;

/** What of a result tells why. */
export type Reasoned = Pick<TrialResult, 'status' | 'reason' | 'error' | 'checks'> & {
  readonly steps: readonly Pick<StepResult, 'name' | 'checks' | 'error'>[];
};

/** Why a trial was skipped, failed or could not be measured; null for a pass. */
export function reasonOf(result: Reasoned): string | null {
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
function checkText({ name, message, expected, actual }: CheckResult): string {
  if (message !== undefined && message !== '') return `${oneLine(name)}: ${oneLine(message)}`;
  const wanted = expected === undefined ? '' : ` expected ${jsonLine(expected, 80)}`;
  const seen = actual === undefined ? '' : `${wanted === '' ? '' : ','} got ${jsonLine(actual, 120)}`;
  return wanted === '' && seen === '' ? `${oneLine(name)} failed` : `${oneLine(name)}:${wanted}${seen}`;
}

/** A JSON value on one line. */
export function jsonLine(value: JsonValue, longest: number): string {
  return cut(oneLine(JSON.stringify(value)), longest);
}
