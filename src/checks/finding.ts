// What a check found, and how it becomes a recorded result: secrets out, then cut, then a sentence where it failed.
import type { Check, JsonValue } from '../domain/plan.ts';
import type { CheckResult } from '../domain/results.ts';
import { cut } from '../domain/text.ts';

export interface Finding {
  readonly passed: boolean;
  readonly expected?: JsonValue;
  readonly actual?: JsonValue;
  /** Why it failed; said unless the plan has its own words. */
  readonly reason: string;
}

const longestActual = 500;
const longestMessage = 1000;

export function checkResult(
  check: Pick<Check, 'message'> & { readonly name: string },
  finding: Finding,
  redact: (text: string) => string = (text) => text,
): CheckResult {
  const { passed, expected, actual, reason } = finding;
  return {
    name: check.name,
    passed,
    ...(expected !== undefined && { expected: shown(expected, redact) }),
    ...(actual !== undefined && { actual: shown(actual, redact) }),
    ...(!passed && { message: cut(redact(check.message ?? reason), longestMessage) }),
  };
}

function shown(value: JsonValue, redact: (text: string) => string): JsonValue {
  return typeof value === 'string' ? cut(redact(value), longestActual) : value;
}

/** How a sentence names what was looked at. */
export function subject(target: string): string {
  if (target.startsWith('file:')) return `the file ${target.slice('file:'.length)}`;
  if (target === 'stdout') return 'the output';
  if (target === 'stderr') return 'the error output';
  return `the ${target}`;
}
