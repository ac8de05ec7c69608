// The verdict of one check on what a trial left behind.
import type { Check } from '../domain/plan.ts';
import type { CheckResult } from '../domain/results.ts';
import type { Evidence, FileContent, ProcessEnd } from './evidence.ts';
import { checkResult, type Finding, subject } from './finding.ts';
import { keepsSchema } from './json-schema.ts';
import { limitsText } from './limits.ts';
import { evaluateMetricCheck } from './metric.ts';
import { contains, equals, matches, notContains, type SeenText, truthy } from './text.ts';
import { judgeErrorRate } from './word-errors/check.ts';

type ErrorRateCheck = Extract<Check, { kind: 'wer' | 'cer' }>;
type TextCheck = Exclude<Check, ErrorRateCheck | { kind: 'metric' | 'exitCode' | 'exists' }>;

const filePrefix = 'file:';

export async function evaluateCheck(check: Check, evidence: Evidence): Promise<CheckResult> {
  if (check.kind === 'metric') return evaluateMetricCheck(check, evidence.metrics);
  return checkResult(
    { name: nameOf(check, evidence), message: check.message },
    await find(check, evidence),
    evidence.redact,
  );
}

export async function evaluateChecks(checks: readonly Check[], evidence: Evidence): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(await evaluateCheck(check, evidence));
  return results;
}

function nameOf({ kind, target }: Check, { defaultTarget }: Evidence): string {
  return target === null || target === defaultTarget ? kind : `${kind} ${target}`;
}

async function find(check: Exclude<Check, { kind: 'metric' }>, evidence: Evidence): Promise<Finding> {
  if (check.kind === 'exitCode') return exitedWith(evidence.exit, check.value);
  if (isErrorRateCheck(check)) return compare(check, evidence);
  const target = check.target ?? evidence.defaultTarget;
  const content = await look(target, evidence);
  if (check.kind === 'exists') return exists(target, content, check.value);
  if (content.kind === 'text') {
    const { text } = content;
    return judgeText(check, { subject: subject(target), text, shown: evidence.redact(text) });
  }
  const why = content.kind === 'missing' ? missing(target) : `${subject(target)} ${content.why}`;
  return { passed: false, reason: why };
}

async function look(target: string, evidence: Evidence): Promise<FileContent> {
  if (target.startsWith(filePrefix)) return evidence.readFile(target.slice(filePrefix.length));
  const text = evidence.texts[target];
  return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
}

function judgeText(check: TextCheck, seen: SeenText): Finding | Promise<Finding> {
  switch (check.kind) {
    case 'equals':
      return equals(seen, check.value);
    case 'contains':
      return contains(seen, check.value);
    case 'notContains':
      return notContains(seen, check.value);
    case 'matches':
      return matches(seen, check.pattern);
    case 'truthy':
      return truthy(seen, check.value);
    case 'jsonSchema':
      return keepsSchema(seen, check.schema);
    default:
      return check satisfies never;
  }
}

function isErrorRateCheck(check: Check): check is ErrorRateCheck {
  return check.kind === 'wer' || check.kind === 'cer';
}

/** What was heard is compared with what is said, also where the answer is something else. */
function compare(check: ErrorRateCheck, { texts, defaultTarget, reference, redact }: Evidence): Finding {
  const expected = limitsText(check, '');
  if (reference === null) return { passed: false, expected, reason: 'there is no reference to compare with' };
  const hypothesis = check.target === null ? (texts['transcript'] ?? texts[defaultTarget]) : texts[check.target];
  if (hypothesis === undefined) {
    return { passed: false, expected, reason: 'there is no transcript to compare with the reference' };
  }
  const { text, normaliser } = reference;
  return judgeErrorRate(check.kind, check, { reference: text, hypothesis, normaliser, redact });
}

/** A file exists when it is there, also empty; a text exists when it is not empty. */
function exists(target: string, content: FileContent, wanted: boolean): Finding {
  const isFile = target.startsWith(filePrefix);
  const there = content.kind === 'closed' || (content.kind === 'text' && (isFile || content.text.trim() !== ''));
  const reason = there ? `${subject(target)} ${isFile ? 'exists' : 'is not empty'}` : missing(target);
  return { passed: there === wanted, expected: wanted, actual: there, reason };
}

function missing(target: string): string {
  return target.startsWith(filePrefix) ? `${subject(target)} does not exist` : `${subject(target)} is empty`;
}

function exitedWith(exit: ProcessEnd | null, wanted: number): Finding {
  if (exit === null) return { passed: false, expected: wanted, reason: 'there is no exit code: nothing was executed' };
  if (exit.exitCode === null) {
    return {
      passed: false,
      expected: wanted,
      reason: `there is no exit code: it was ended by ${exit.signal ?? 'a signal'}`,
    };
  }
  const reason = `the exit code is ${exit.exitCode}, not ${wanted}`;
  return { passed: exit.exitCode === wanted, expected: wanted, actual: exit.exitCode, reason };
}
