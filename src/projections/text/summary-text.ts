// The last thing that a person reads of a run: failures in full, then what was flaky or skipped, figures, counts, where
// the files are. Pure.

import { filled } from '../../domain/filled.ts';
import { oneLine } from '../../domain/text.ts';
import { counted, quoted } from '../../domain/wording.ts';
import { costLines } from './costs-text.ts';
import { failureBlocks } from './failure-text.ts';
import { figureLines } from './figures-text.ts';
import { duration } from './format.ts';
import { createPaint, type Paint } from './paint.ts';
import type { Digest, Doubts, Restarts, RunEnd, SkipGroup } from './run-digest.ts';
import { stopText } from './sentences.ts';

export interface SummaryStyle {
  readonly color: boolean;
  /** Of the terminal, in columns. */
  readonly width: number;
  /** The run folder as a person can paste it; the run's id where it is not given. */
  readonly folder?: string;
}

/** Skipped tests that are named per reason. */
const namesShown = 20;

/** Ends with a line feed. */
export function summaryText(digest: Digest, { color, width, folder }: SummaryStyle): string {
  const paint = createPaint(color);
  const sections = [
    failuresSection(digest, paint, width),
    flakySection(digest, paint),
    skippedSection(digest.skipped, paint, width),
    figureLines(digest.loadouts, paint, width),
    costLines(digest.loadouts, paint),
    doubtSection(digest.doubts, paint, width),
    restartSection(digest.restarts, paint, width),
    endSection(digest, paint, folder),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function failuresSection(digest: Digest, paint: Paint, width: number): string[] {
  const { failures, moreFailures } = digest;
  if (failures.length === 0) return [];
  const title = ` Failures (${failureCount(digest)}) `;
  const rule = paint.red(`──${title}${'─'.repeat(Math.max(0, Math.min(width, 100) - title.length - 2))}`);
  const blocks = failureBlocks(failures, paint).map((lines) => lines.join('\n'));
  if (moreFailures > 0) {
    blocks.push(
      paint.yellow(
        `… and ${counted(moreFailures, 'further failure')}; all of them are in the report and in the run folder`,
      ),
    );
  }
  return [rule, '', blocks.join('\n\n')];
}

/** Blocks are repeats, and everything else counts tests: both numbers are named where they differ. */
function failureCount({ failures, moreFailures, end }: Digest): string {
  const repeats = failures.length + moreFailures;
  const tests = end === null ? null : end.summary.failed + end.summary.timeout + end.summary.error;
  const known = tests ?? (moreFailures === 0 ? new Set(failures.map(({ testId }) => testId)).size : repeats);
  return known === repeats ? String(repeats) : `${counted(repeats, 'repeat')} of ${counted(known, 'test')}`;
}

function flakySection({ flaky, moreFlaky }: Digest, paint: Paint): string[] {
  if (flaky.length === 0) return [];
  const names = flaky.map((testId) => `  ${paint.yellow('↻')} ${oneLine(testId)}`);
  const more = moreFlaky > 0 ? [paint.dim(`  … and ${moreFlaky} more`)] : [];
  return [`${paint.yellow('Flaky')}: passed, but only after a failed attempt`, ...names, ...more];
}

function skippedSection(groups: readonly SkipGroup[], paint: Paint, width: number): string[] {
  if (groups.length === 0) return [];
  return [
    paint.yellow('Skipped'),
    ...groups.flatMap(({ reason, tests, more }) => {
      const shown = tests.slice(0, namesShown).map(oneLine).join(', ');
      const rest = tests.length - Math.min(tests.length, namesShown) + more;
      const names = filled(`${shown}${rest > 0 ? ` … and ${rest} more` : ''}`, width, '    ');
      return [...filled(oneLine(reason), width, '  '), ...names.map(paint.dim)];
    }),
  ];
}

function doubtSection({ trials, reasons }: Doubts, paint: Paint, width: number): string[] {
  if (trials === 0) return [];
  const counts = reasons.map(({ reason, trials: count }) => `${oneLine(reason)} ${count}`).join(', ');
  const lines = filled(`${counted(trials, 'trial')} with doubtful numbers: ${counts}`, width, '');
  return lines.map(paint.yellow);
}

function restartSection(restarts: readonly Restarts[], paint: Paint, width: number): string[] {
  return restarts.flatMap(({ service, times, why }) => {
    const often = times === 1 ? 'once' : `${times} times, the last time because`;
    const reason = times === 1 ? `because ${quoted(why)}` : quoted(why);
    return filled(`${oneLine(service)} was started again ${often} ${reason}`, width, '').map(paint.yellow);
  });
}

function endSection(digest: Digest, paint: Paint, folder: string | undefined): string[] {
  const place = folder ?? digest.runId;
  return [
    ...(digest.end === null ? [paint.red('The run did not come to its end.')] : countLines(digest.end, paint)),
    ...(place === null ? [] : [`${paint.dim('Folder')}  ${oneLine(place)}`]),
    ...(digest.report === null
      ? []
      : [`${paint.dim('Report')}  ${place === null ? '' : `${oneLine(place)}/`}${oneLine(digest.report)}`]),
    ...(place === null || (digest.end?.summary.pending ?? 0) === 0
      ? []
      : [`${paint.dim('Go on')}   runner run --continue ${oneLine(place)}`]),
    ...(digest.reportError === null
      ? []
      : [paint.yellow(`The report could not be written: ${oneLine(digest.reportError)}`)]),
  ];
}

function countLines({ outcome, summary, durationMs, reason }: RunEnd, paint: Paint): string[] {
  const parts = [
    summary.failed > 0 && paint.red(`${summary.failed} failed`),
    summary.timeout > 0 && paint.red(`${summary.timeout} timed out`),
    summary.error > 0 && paint.red(`${counted(summary.error, 'error')}`),
    paint.green(`${summary.passed} passed`) + (summary.flaky > 0 ? paint.yellow(` (${summary.flaky} flaky)`) : ''),
    summary.skipped > 0 && paint.yellow(`${summary.skipped} skipped`),
    summary.pending > 0 && paint.dim(`${summary.pending} not run`),
  ].filter((part) => part !== false);
  const word = { passed: paint.green('PASSED'), failed: paint.red('FAILED'), partial: paint.yellow('PARTIAL') }[
    outcome
  ];
  const stopped = reason === null ? [] : [paint.yellow(`The run was ended early: ${stopText(reason)}`)];
  const total = counted(summary.total, 'test');
  return [...stopped, `${paint.bold(word)}  ${parts.join(', ')} of ${total} in ${duration(durationMs)}`];
}
