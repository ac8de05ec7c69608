// Sentences about what was recorded, shared by the sheets.
import type { StopReason } from '../domain/events.ts';
import type { JsonValue } from '../domain/plan.ts';
import type { CheckResult, TrialResult } from '../domain/results.ts';
import type { Filters } from '../domain/schedule.ts';
import { noReason, nounFor } from '../domain/wording.ts';

/** Every check that said no, those of steps and turns with the step's name. */
export function failingChecks(result: TrialResult): string[] {
  const own = result.checks.filter((check) => !check.passed).map(describeCheck);
  const inSteps = result.steps.flatMap((step) =>
    step.checks.filter((check) => !check.passed).map((check) => `${step.name}: ${describeCheck(check)}`),
  );
  return [...inSteps, ...own];
}

export function describeCheck({ name, expected, actual, message }: CheckResult): string {
  const finding = [
    ...(expected === undefined ? [] : [`expected ${quote(expected)}`]),
    ...(actual === undefined ? [] : [`saw ${quote(actual)}`]),
  ].join(', ');
  const said = message === undefined ? name : `${message} — ${name}`;
  return finding === '' ? said : `${said}: ${finding}`;
}

function quote(value: JsonValue): string {
  return JSON.stringify(value);
}

/** Errors of the trial and of its steps, or why it was skipped; each once. */
export function describeErrors(result: TrialResult): string[] {
  if (result.status === 'skipped') return [result.reason ?? result.error ?? noReason];
  const inSteps = result.steps.flatMap((step) => (step.error === null ? [] : [`${step.name}: ${step.error}`]));
  if (result.error === null) return inSteps;
  const { error } = result;
  return [error, ...inSteps.filter((text) => !error.includes(text) && !text.endsWith(error))];
}

export function describeStop(reason: StopReason): string {
  switch (reason.kind) {
    case 'signal':
      return `stopped by ${reason.signal}`;
    case 'max-failures':
      return `stopped after ${plural(reason.failures, 'failure')}, as --max-failures asks`;
    case 'fatal':
      return `could not go on: ${reason.message}`;
    default:
      return reason satisfies never;
  }
}

export function describeFilters(filters: Filters): string {
  const parts = Object.entries(filters).flatMap(([name, values]: [string, readonly string[]]) =>
    values.length === 0 ? [] : [`${name}: ${values.join(', ')}`],
  );
  return parts.length === 0 ? 'none' : parts.join('; ');
}

/** As in the sheets, with the thousands apart. */
export function plural(count: number, one: string, many?: string): string {
  return `${count.toLocaleString('en-GB')} ${nounFor(count, one, many)}`;
}
