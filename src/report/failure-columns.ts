// The columns of the Failures sheet: every attempt that failed, timed out or broke, with all that was recorded of it. Pure.
import type { TrialResult } from '../domain/results.ts';
import { secondsCell, textCell, timeCell } from './cells.ts';
import { audioColumn, outputColumn, serviceLogColumn } from './file-columns.ts';
import { type Column, wrappedLines } from './sheets.ts';
import { describeErrors, failingChecks } from './wording.ts';

const wide = 56;
/** A row that shows more would not fit a screen; the text is in the cell all the same. */
const mostLines = 14;

export interface FailureSheet {
  /** Leads from the workbook to the run folder. */
  readonly base: string;
  /** Tells the last attempt of a repeat, whose status counts, from one that was tried again. */
  readonly decides: (result: TrialResult) => boolean;
  /** There are transcripts besides answers. */
  readonly heard: boolean;
  readonly audio: boolean;
}

export function failureColumns({ base, decides, heard, audio }: FailureSheet): Column<TrialResult>[] {
  return [
    wrapped('Test id', 28, ({ testId }) => testId),
    wrapped('Name', 28, ({ name }) => name),
    wrapped('Domain', 12, ({ domain }) => domain),
    wrapped('Loadout', 18, ({ loadout }) => loadout),
    { header: 'Repeat', width: 9, style: 'integer', value: ({ repeat }) => repeat },
    { header: 'Attempt', width: 10, style: 'integer', value: ({ attempt }) => attempt },
    { header: 'Status', width: 10, style: 'passed', styleOf: ({ status }) => status, value: ({ status }) => status },
    wrapped('Counts', 14, (result) => (decides(result) ? 'yes' : 'no, tried again')),
    { header: 'Started (UTC)', width: 20, style: 'time', value: ({ startedAt }) => timeCell(startedAt) },
    { header: 'Duration (s)', width: 13, style: 'seconds', value: ({ durationMs }) => secondsCell(durationMs) },
    wrapped('What went wrong', wide, whatWentWrong),
    wrapped('Answer, or standard output', wide, ({ actual }) => actual?.content ?? null),
    ...(heard ? [wrapped('Heard', 40, ({ actual }) => actual?.transcript ?? null)] : []),
    wrapped('Standard error', 40, ({ actual }) => actual?.stderr ?? null),
    outputColumn(base),
    ...(audio ? [audioColumn(base)] : []),
    serviceLogColumn(base),
  ];
}

export function failureLines({ actual, ...result }: TrialResult): number {
  const texts = [
    wrappedLines(whatWentWrong({ actual, ...result }), wide),
    wrappedLines(actual?.content ?? '', wide),
    wrappedLines(actual?.stderr ?? '', 40),
    wrappedLines(actual?.transcript ?? '', 40),
    wrappedLines(result.name, 28),
    wrappedLines(result.testId, 28),
  ];
  return Math.min(mostLines, Math.max(...texts));
}

function whatWentWrong(result: TrialResult): string {
  return [...describeErrors(result), ...failingChecks(result)].join('\n');
}

function wrapped(header: string, width: number, value: (result: TrialResult) => string | null): Column<TrialResult> {
  return {
    header,
    width,
    style: 'wrapped',
    value: (result) => {
      const text = value(result);
      return text === null || text === '' ? null : textCell(text);
    },
  };
}
