// One failed test in full: what was asked, what was seen, what a step printed last, and where the rest lies. Pure.

import { jsonLine } from '../../domain/reasons.ts';
import type { ActualOutput, CheckResult, StepResult, TrialResult } from '../../domain/results.ts';
import { cut, oneLine, plainText } from '../../domain/text.ts';
import { seconds } from '../../domain/units.ts';
import type { Paint } from './paint.ts';

const longestValue = 500;
const longestError = 2000;
const tailLines = 10;

/** One block of lines per failure; tests that could not be executed for one and the same reason share a block. */
export function failureBlocks(failures: readonly TrialResult[], paint: Paint): string[][] {
  const blocks: string[][] = [];
  const shared = new Map<string, string[]>();
  for (const result of failures) {
    const lines = [headline(result, paint)];
    const reason = wasNotExecuted(result) ? result.error : null;
    const block = reason === null ? undefined : shared.get(reason);
    if (block !== undefined) {
      // Before the reason, which stands once below all the tests that it befell.
      block.splice(block.length - 1, 0, ...lines);
      continue;
    }
    if (reason !== null) shared.set(reason, lines);
    blocks.push(lines);
    lines.push(...(reason === null ? details(result, paint) : [indented(cut(plainText(reason), longestError), '  ')]));
  }
  return blocks;
}

function wasNotExecuted({ checks, steps, actual, durationMs }: TrialResult): boolean {
  return durationMs === 0 && checks.length === 0 && steps.length === 0 && actual === null;
}

function headline({ testId, name, status, repeat, attempt, durationMs }: TrialResult, paint: Paint): string {
  const which = [repeat > 1 && `repeat ${repeat}`, attempt > 1 && `attempt ${attempt}`].filter(
    (part) => part !== false,
  );
  const where = which.length === 0 ? '' : ` (${which.join(', ')})`;
  const time = durationMs === 0 ? '' : paint.dim(` ${seconds(durationMs)}`);
  return `${paint.red(`✗ ${status.toUpperCase()}`)}${time} ${paint.bold(oneLine(testId))}${where}  ${oneLine(name)}`;
}

function details(result: TrialResult, paint: Paint): string[] {
  const failedSteps = result.steps.filter(({ status }) => status !== 'passed' && status !== 'skipped');
  const inSteps = new Set(failedSteps.flatMap(({ checks }) => checks.map(checkKey)));
  const checks = result.checks.filter((check) => !check.passed && !inSteps.has(checkKey(check)));
  return [
    ...(result.error === null ? [] : [indented(cut(plainText(result.error), longestError), '  ')]),
    ...checks.flatMap((check) => checkLines(check, '  ', paint)),
    ...failedSteps.flatMap((step) => stepLines(step, paint)),
    ...(failedSteps.length === 0 ? outputLines(result.actual, '  ', paint) : []),
    ...soundLines(result.actual, paint),
    ...result.validity.map(({ reason, detail }) => paint.yellow(`  doubtful: ${oneLine(reason)}, ${oneLine(detail)}`)),
    ...serviceLogs(result, paint),
  ];
}

function checkKey({ name, expected, actual }: CheckResult): string {
  return JSON.stringify([name, expected, actual]);
}

function checkLines({ name, message, expected, actual }: CheckResult, indent: string, paint: Paint): string[] {
  const said = message === undefined || message === '' ? '' : `: ${oneLine(message)}`;
  return [
    `${indent}${paint.red(oneLine(name))}${said}`,
    ...(expected === undefined ? [] : [`${indent}  ${paint.dim('expected')}  ${jsonLine(expected, longestValue)}`]),
    ...(actual === undefined ? [] : [`${indent}  ${paint.dim('actual')}    ${jsonLine(actual, longestValue)}`]),
  ];
}

function stepLines(step: StepResult, paint: Paint): string[] {
  const exit = step.exitCode === undefined ? '' : `, exit code ${step.exitCode}`;
  const signal = step.signal === undefined ? '' : `, ended by ${step.signal}`;
  return [
    `  ${paint.red('step')} ${oneLine(step.name)} ${paint.dim(`(${step.status}${exit}${signal}, ${seconds(step.durationMs)})`)}`,
    ...(step.error === null ? [] : [indented(cut(plainText(step.error), longestError), '    ')]),
    ...step.checks.filter(({ passed }) => !passed).flatMap((check) => checkLines(check, '    ', paint)),
    ...outputLines(step.actual, '    ', paint),
  ];
}

function outputLines(actual: ActualOutput | null, indent: string, paint: Paint): string[] {
  if (actual === null) return [];
  return [
    ...tail('output', actual.content, actual.path, indent, paint),
    ...tail('stderr', actual.stderr ?? '', actual.stderrPath ?? null, indent, paint),
  ];
}

/** What was heard and what was spoken, where that is not the answer itself. */
function soundLines(actual: ActualOutput | null, paint: Paint): string[] {
  const { transcript, audioPath } = actual ?? {};
  return [
    ...(transcript === undefined
      ? []
      : [
          `  ${paint.dim('heard')}  ${transcript.trim() === '' ? paint.dim('nothing') : cut(oneLine(transcript), longestValue)}`,
        ]),
    ...(audioPath === undefined ? [] : [`  ${paint.dim(`audio → ${oneLine(audioPath)}`)}`]),
  ];
}

/** The last lines of an output, with the file that holds the whole. */
function tail(title: string, content: string, path: string | null, indent: string, paint: Paint): string[] {
  const lines = plainText(content).trimEnd().split('\n');
  const where = path === null ? '' : ` → ${oneLine(path)}`;
  const shown = lines.slice(-tailLines).map((line) => `${indent}${paint.dim('│')} ${cut(line, longestValue)}`);
  const empty = content.trim() === '';
  if (empty) return path === null ? [] : [`${indent}${paint.dim(`${title}${where}`)}`];
  const what = lines.length > tailLines ? `${title}, last ${tailLines} lines` : title;
  return [`${indent}${paint.dim(`${what}${where}`)}`, ...shown];
}

function serviceLogs({ services }: TrialResult, paint: Paint): string[] {
  return Object.values(services).flatMap(({ log }) =>
    log === undefined ? [] : [paint.dim(`  log → ${oneLine(log.file)} (bytes ${log.from}–${log.to})`)],
  );
}

function indented(text: string, indent: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}
