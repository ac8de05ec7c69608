// Where a run stands, for a person: how it is, a table by group, what failed, and what to do next. Pure.
import { filled } from '../domain/filled.ts';
import type { Summary } from '../domain/summary.ts';
import { oneLine } from '../domain/text.ts';
import { dateAndTime } from '../domain/units.ts';
import { counted } from '../domain/wording.ts';
import { badIn } from '../history/status/group-state.ts';
import type { TestStatus } from '../history/status/run-status.ts';
import { type BoxColumn, boxTable } from '../projections/text/box-table.ts';
import { cutToWidth } from '../projections/text/cut-to-width.ts';
import { createPaint, type Paint } from '../projections/text/paint.ts';
import { stopText } from '../projections/text/sentences.ts';
import { groupSign, groupSigns } from './group-sign.ts';
import type { StatusReport } from './status-report.ts';

interface StatusStyle {
  readonly color: boolean;
  /** Of the terminal, in columns. */
  readonly width: number;
}

const failuresShown = 10;

/** Ends with a line feed; lines fit into `width`, from 60 columns on, as far as commands and names allow. */
export function statusText(report: StatusReport, { color, width }: StatusStyle): string {
  const paint = createPaint(color);
  const sections = [
    [...heading(report, width), ...table(report, width, paint), progress(report.summary)],
    failures(report.tests, width, paint),
    next(report, width, paint),
    report.warnings.flatMap((warning) => filled(`Note: ${oneLine(warning)}`, width, '')).map(paint.yellow),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading(report: StatusReport, width: number): string[] {
  const { dayId, runId, startedAt, updatedAt } = report;
  const name = dayId === null ? runId : `${dayId}, ${runId}`;
  const times = [
    ['Started', startedAt],
    ['Updated', updatedAt],
  ] as const;
  const runner = runnerText(report);
  return [
    ...filled(`Run: ${oneLine(name)} (${statusWords(report)})`, width, ''),
    ...times.flatMap(([title, at]) => (at === null ? [] : [`${title}: ${dateAndTime(at) ?? oneLine(at)}`])),
    ...(runner === null ? [] : filled(`Runner: ${runner}`, width, '')),
  ];
}

function statusWords({ status, runner }: StatusReport): string {
  if (status !== 'in_progress') return status;
  return runner?.state === 'gone' ? 'broken off' : 'in progress';
}

function runnerText({ runner, stoppedBy }: StatusReport): string | null {
  if (runner === null) return null;
  switch (runner.state) {
    case 'alive':
      return runner.pid === null ? 'alive' : `alive, pid ${runner.pid}`;
    case 'elsewhere':
      return 'in another container, where it cannot be seen from here';
    case 'gone':
      if (stoppedBy === null) return 'gone; it was killed, or crashed';
      return `gone; ${stoppedBy.kind === 'fatal' ? 'it could not go on:' : 'the run was'} ${stopText(stoppedBy)}`;
    default:
      return runner satisfies never;
  }
}

const columns: readonly BoxColumn[] = [
  { title: 'Group', align: 'left', least: 8 },
  ...['Total', 'Pass', 'Fail', 'Skip', 'Pend'].map((title) => ({ title, align: 'center' as const })),
];

function table({ groups, notReached, summary }: StatusReport, width: number, paint: Paint): readonly string[] {
  const rows = groups.map(({ group, state, ...counts }) => [
    oneLine(group),
    ...cells(counts, paint),
    groupSign(state, counts),
  ]);
  const unknown = String(notReached);
  return boxTable({
    columns,
    rows: notReached === 0 ? rows : [...rows, ['not reached', unknown, '0', '0', '0', unknown, groupSigns.pending]],
    footer: ['TOTAL', ...cells(summary, paint)],
    width,
  });
}

function cells(summary: Summary, paint: Paint): string[] {
  const { total, passed, skipped, pending } = summary;
  const failed = badIn(summary);
  return [
    String(total),
    String(passed),
    failed > 0 ? paint.red(String(failed)) : '0',
    String(skipped),
    String(pending),
  ];
}

/** What was skipped needs no execution any more; all of it is there only at 100 %. */
function progress({ total, pending }: Summary): string {
  const done = total - pending;
  return `Progress: ${total === 0 ? 0 : Math.floor((100 * done) / total)}% (${done}/${total} executed)`;
}

function failures(tests: readonly TestStatus[], width: number, paint: Paint): string[] {
  const failed = tests.filter(({ status }) => status === 'failed' || status === 'timeout' || status === 'error');
  if (failed.length === 0) return [];
  const more = failed.length - failuresShown;
  return [
    paint.red(`Failed (${failed.length})`),
    ...failed.slice(0, failuresShown).map(({ testId, status, why }) => {
      const reason = status === 'failed' ? (why ?? 'no reason was recorded') : `${status}: ${why ?? 'no reason'}`;
      return `  ${paint.red('✗')} ${cutToWidth(`${oneLine(testId)}  ${oneLine(reason)}`, width - 4)}`;
    }),
    ...(more > 0 ? [paint.dim(`  … and ${more} more`)] : []),
  ];
}

/** Whole on a line of its own where it does not fit beside what it is for: it is there to be copied. */
function next({ next: steps }: StatusReport, width: number, paint: Paint): string[] {
  if (steps.length === 0) return [];
  const lines = steps.flatMap(({ command, executes, tests }) => {
    const purpose = `to execute ${counted(tests, `${executes} test`)}${executes === 'failed' ? ' again' : ''}`;
    const line = `  ${oneLine(command)}  ${purpose}`;
    return line.length <= width ? [line] : [`  ${oneLine(command)}`, `    ${purpose}`];
  });
  return [paint.bold('Next'), ...lines];
}
