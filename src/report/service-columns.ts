// The columns of the Services sheet: each start of a service, with what it said of itself and its model. Pure.
import type { Status } from '../domain/results.ts';
import { fileLink, secondsCell, timeCell } from './cells.ts';
import type { ServiceData } from './run-data.ts';
import { type Column, wrappedLines } from './sheets.ts';
import { textColumns } from './text-columns.ts';

/** The colour of each state. */
const tones: Readonly<Record<ServiceData['state'], Status>> = {
  starting: 'pending',
  ready: 'passed',
  failed: 'error',
  exited: 'error',
  hung: 'error',
  'not installed': 'skipped',
};

const text = textColumns<ServiceData>(1000);

/** `base` leads from the workbook to the run folder. */
export function serviceColumns(base: string): readonly Column<ServiceData>[] {
  return [
    text('Service', 30, ({ service }) => service),
    {
      header: 'State',
      width: 14,
      style: 'passed',
      styleOf: ({ state }) => tones[state],
      value: ({ state }) => state,
    },
    text('Built-in', 11, ({ builtin }) => (builtin ? 'built-in' : null)),
    text('Adapter', 15, ({ adapter }) => adapter),
    text('Model', 26, ({ model }) => model),
    text('Started for', 14, ({ domain }) => domain),
    { header: 'Started (UTC)', width: 20, style: 'time', value: ({ startedAt }) => timeCell(startedAt) },
    { header: 'Ready after (s)', width: 13, style: 'seconds', value: ({ startupMs }) => secondsCell(startupMs) },
    text('Restart', 10, ({ restart }) => (restart === null ? null : `${restart.attempt} of ${restart.of}`)),
    text('Version', 16, ({ version }) => version),
    text('Model digest', 22, ({ modelDigest }) => modelDigest),
    text('Details', wide, describeDetails),
    text('Problem', wide, ({ problem }) => problem),
    text('Program', 26, ({ binary }) => binary),
    text('URL', 24, ({ url }) => url),
    {
      header: 'Log',
      width: 34,
      style: 'link',
      value: ({ log }) => (log === null ? null : fileLink(log, base)),
    },
  ];
}

const wide = 46;
const mostLines = 8;

export function serviceLines(service: ServiceData): number {
  const texts = [describeDetails(service), service.problem ?? ''].map((each) => wrappedLines(each, wide));
  return Math.min(mostLines, Math.max(...texts));
}

/** In its own words, as they stand in the journal. */
function describeDetails({ details }: ServiceData): string {
  return Object.entries(details)
    .map(([name, value]) => `${name}: ${typeof value === 'number' ? value.toLocaleString('en-GB') : value}`)
    .join(', ');
}
