// A comparison as a page of text: what differs around the runs, what became of the tests, what the numbers say. Pure.
import { filled } from '../../../domain/filled.ts';
import { cut, oneLine } from '../../../domain/text.ts';
import { dateAndTime } from '../../../domain/units.ts';
import { counted } from '../../../domain/wording.ts';
import type { Comparison, RunReference } from '../compare-runs.ts';
import type { MetricRow } from '../metric-rows.ts';
import type { Difference } from '../surroundings.ts';
import type { TestChange, TestChanges, TestState } from '../test-changes.ts';
import { metricBlocks, unpairedLines } from './metric-lines.ts';
import type { Brush, ComparisonStyle } from './style.ts';

/** Lines of a kind that is less urgent than a regression. */
const linesShown = 20;

const certainty = 'Where nothing differs, 95 of 100 comparisons call nothing better or worse.';

/** Ends with a line feed; lines fit into `style.width`, from 60 columns on. */
export function comparisonText(comparison: Comparison, style: ComparisonStyle): string {
  const { before, after, surroundings, tests, metrics, metricsByTest, unpaired } = comparison;
  const sections = [
    [titleLine('Before', before, style), titleLine('After', after, style), ...changeLines(comparison, style)],
    surroundingLines(surroundings, style),
    testLines(tests, style),
    metricTitle(metrics.length + metricsByTest.length + unpaired.length, style),
    ...metricBlocks(metrics, style),
    ...metricBlocks(metricsByTest, style),
    limited(unpairedLines(unpaired, style), style),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function titleLine(name: string, { runId, startedAt }: RunReference, { width, paint }: ComparisonStyle): string {
  const when = startedAt === null ? '' : `   ${dateAndTime(startedAt) ?? oneLine(startedAt)}`;
  return `${paint.bold(name.padEnd(6))}   ${cut(`${oneLine(runId)}${when}`, width - 9)}`;
}

/** What a reader looks for first. */
function changeLines({ tests, metrics }: Comparison, { width, paint }: ComparisonStyle): string[] {
  const of = (kind: MetricRow['verdict']['kind']) => metrics.filter(({ verdict }) => verdict.kind === kind).length;
  const parts = [
    counted(tests.regressed.length, 'regression'),
    counted(tests.fixed.length, 'fix', 'fixes'),
    `${counted(of('worse'), 'metric')} worse`,
    `${of('better')} better`,
  ];
  const [first = '', ...rest] = filled(parts.join(', '), width - 9, '');
  return [`${paint.bold('Change')}   ${first}`, ...rest.map((line) => `         ${line}`)];
}

function surroundingLines(differences: readonly Difference[], style: ComparisonStyle): string[] {
  const title = style.paint.bold('What differs');
  if (differences.length === 0) return [`${title}   nothing that was recorded of machine, engines, models and plan`];
  return [
    title,
    ...limited(
      differences.map((difference) => differenceLines(difference, style).join('\n')),
      style,
    ),
  ];
}

/** On one line where it fits, else the two values below each other. */
function differenceLines({ what, of, before, after }: Difference, { width, paint }: ComparisonStyle): string[] {
  const subject = of === null ? what : `${what}  ${oneLine(of)}`;
  const absent = what === 'engine' ? 'not used' : 'not recorded';
  const [earlier = '', later = ''] = [before, after].map((value) => (value === null ? absent : valueText(what, value)));
  const line = `  ${subject}   ${earlier} → ${later}`;
  if (line.length <= width) return [line];
  return [
    cut(`  ${subject}`, width),
    `    ${paint.dim('before')} ${cut(earlier, width - 11)}`,
    `    ${paint.dim('after ')} ${cut(later, width - 11)}`,
  ];
}

/** As much of a digest as tells two apart. */
function valueText(what: Difference['what'], value: string): string {
  const digest = /^(?:sha256:)?([0-9a-f]{12})[0-9a-f]{20,}(.*)$/s.exec(value);
  return oneLine(digest === null ? value : `${digest[1]}${what === 'git commit' ? digest[2] : ''}`);
}

function testLines(tests: TestChanges, style: ComparisonStyle): string[] {
  const { paint } = style;
  const changes = (list: readonly TestChange[], sign: string, brush: Brush) =>
    list.map((change) => changeLine(sign, brush, change.testId, `${change.before} → ${change.after}`, style));
  const states = (list: readonly TestState[], sign: string, word: string) =>
    list.map(({ testId, status }) => changeLine(sign, paint.dim, testId, `${word}, ${status}`, style));
  const names = (list: readonly string[], word: string) =>
    list.map((testId) => changeLine('↻', paint.yellow, testId, word, style));
  return [
    ...titled('Tests', countsText(tests), style),
    ...changes(tests.regressed, '✗', paint.red),
    ...changes(tests.fixed, '✓', paint.green),
    ...limited(states(tests.added, '+', 'added'), style),
    ...limited(states(tests.gone, '-', 'gone'), style),
    ...limited(names(tests.becameFlaky, 'flaky now'), style),
    ...limited(names(tests.becameSteady, 'no longer flaky'), style),
    ...limited(changes(tests.stillFailing, '·', paint.red), style),
    ...limited(changes(tests.notComparable, '○', paint.yellow), style),
  ];
}

function countsText(tests: TestChanges): string {
  const counts: readonly (readonly [number, string])[] = [
    [tests.regressed.length, 'regressed'],
    [tests.fixed.length, 'fixed'],
    [tests.added.length, 'added'],
    [tests.gone.length, 'gone'],
    [tests.becameFlaky.length, 'flaky now'],
    [tests.becameSteady.length, 'no longer flaky'],
    [tests.stillFailing.length, 'still failing'],
    [tests.notComparable.length, 'not comparable'],
    [tests.unchanged, 'unchanged'],
  ];
  const parts = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return parts.length === 0 ? 'none in either run' : parts.join(', ');
}

function changeLine(sign: string, brush: Brush, testId: string, change: string, { width }: ComparisonStyle): string {
  return `  ${brush(sign)} ${cut(oneLine(testId), Math.max(12, width - 7 - change.length))}   ${change}`;
}

function metricTitle(rows: number, style: ComparisonStyle): string[] {
  if (rows === 0) return titled('Metrics', 'none was measured in either run', style);
  return [
    ...titled('Metrics', 'after ÷ before (×), or after − before', style),
    ...filled(certainty, style.width, '  ').map(style.paint.dim),
  ];
}

/** The title on its own line where the text does not fit beside it. */
function titled(title: string, text: string, { width, paint }: ComparisonStyle): string[] {
  const bold = paint.bold(title);
  return title.length + 3 + text.length <= width ? [`${bold}   ${text}`] : [bold, ...filled(text, width, '  ')];
}

function limited(lines: readonly string[], { paint }: ComparisonStyle): string[] {
  if (lines.length <= linesShown) return [...lines];
  return [...lines.slice(0, linesShown), paint.dim(`  … and ${counted(lines.length - linesShown, 'more', 'more')}`)];
}
