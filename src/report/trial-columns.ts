// The columns of a domain's sheet: one row per trial attempt, one column per metric that occurs. Pure.
import { type MetricDefinition, metricDefinitions, metricNamed, type metricNotes } from '../domain/metrics.ts';
import type { TrialResult } from '../domain/results.ts';
import { type Cell, fileLink, lineCell, secondsCell, timeCell } from './cells.ts';
import type { Contents } from './run-data.ts';
import { type Column, metricStyle } from './sheets.ts';
import { describeErrors, failingChecks } from './wording.ts';

export type TrialColumn = Column<TrialResult>;

/** Text in a table is on one line and cut; the Failures sheet and the artifacts have all of it. */
const longestText = 300;

/** `base` leads from the workbook to the run folder. */
export function trialColumns(contents: Contents, base: string): TrialColumn[] {
  return [
    ...identityColumns(contents),
    ...outcomeColumns(),
    ...metricColumns(contents.metrics),
    ...detailColumns(contents, base),
  ];
}

function identityColumns(contents: Contents): TrialColumn[] {
  return [
    text('Test id', 30, ({ testId }) => testId),
    text('Name', 30, ({ name }) => name),
    ...only(
      contents.groups,
      text('Group', 14, ({ group }) => group),
    ),
    ...only(
      contents.loadouts,
      text('Loadout', 18, ({ loadout }) => loadout),
    ),
    text('Priority', 9, ({ priority }) => priority),
    ...only(
      contents.tags,
      text('Tags', 16, ({ tags }) => tags.join(', ')),
    ),
    { header: 'Repeat', width: 9, style: 'integer', value: ({ repeat }) => repeat },
    { header: 'Attempt', width: 10, style: 'integer', value: ({ attempt }) => attempt },
  ];
}

function outcomeColumns(): TrialColumn[] {
  return [
    { header: 'Status', width: 10, style: 'passed', styleOf: ({ status }) => status, value: ({ status }) => status },
    {
      header: 'Flaky',
      width: 8,
      style: 'centred',
      styleOf: ({ flaky }) => (flaky ? 'flaky' : 'centred'),
      value: ({ flaky }) => (flaky ? 'flaky' : null),
    },
    { header: 'Started (UTC)', width: 20, style: 'time', value: ({ startedAt }) => timeCell(startedAt) },
    {
      header: 'Duration (s)',
      width: 13,
      style: 'seconds',
      shade: 'longer',
      value: ({ status, durationMs }) => (status === 'skipped' ? null : secondsCell(durationMs)),
    },
  ];
}

/** In the order of the public table; a metric that is not in it comes last, under its own name. */
function metricColumns(names: ReadonlySet<string>): TrialColumn[] {
  const known = metricDefinitions.filter(({ name }) => names.has(name)).map(knownMetric);
  const others = [...names].filter((name) => metricNamed(name) === undefined).sort();
  return [...known, ...others.map(otherMetric)];
}

function knownMetric(metric: MetricDefinition): TrialColumn {
  // "Output tokens (tokens)" would say it twice.
  const named = metric.unit === '' || metric.label.endsWith(metric.unit);
  const header = named ? metric.label : `${metric.label} (${metric.unit})`;
  return {
    header,
    width: metricWidth(header),
    style: metricStyle(metric.unit),
    ...(metric.better === 'lower' && { shade: 'worse-when-higher' as const }),
    ...(metric.better === 'higher' && { shade: 'worse-when-lower' as const }),
    value: ({ metrics }) => metricCell(metrics[metric.name]),
  };
}

const noteHeaders: ReadonlyMap<string, string> = new Map(
  Object.entries({ tokenSource: 'Tokens counted by', finishReason: 'Finish reason' } satisfies Record<
    keyof typeof metricNotes,
    string
  >),
);

function otherMetric(name: string): TrialColumn {
  const note = noteHeaders.get(name);
  const header = note ?? name;
  return {
    header: lineCell(header, 80),
    width: Math.min(30, metricWidth(header)),
    style: note === undefined ? 'general' : 'text',
    value: ({ metrics }) => metricCell(metrics[name]),
  };
}

/** Headings may take two lines, but no word is broken; the arrow of the filter wants its place, too. */
function metricWidth(header: string): number {
  const longestWord = Math.max(...header.split(' ').map((word) => word.length));
  return Math.max(11, longestWord + 4, Math.ceil(header.length / 2) + 5);
}

function metricCell(value: number | string | undefined): Cell {
  if (value === undefined) return null;
  if (typeof value === 'string') return lineCell(value, longestText);
  return Number.isFinite(value) ? value : null;
}

function detailColumns(contents: Contents, base: string): TrialColumn[] {
  return [
    ...only(contents.steps, text('Steps', 16, describeSteps)),
    ...only(
      contents.validity,
      text('Validity', 28, ({ validity }) => validity.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')),
    ),
    text('Failing checks', 38, (result) => failingChecks(result).join(' · ')),
    text('Error, or why skipped', 38, (result) => describeErrors(result).join(' · ')),
    text('Answer (cut)', 44, ({ actual }) => actual?.content ?? null),
    { header: 'Whole output', width: 22, style: 'link', value: (result) => outputLink(result, base) },
    ...only<TrialColumn>(contents.serviceLogs, {
      header: 'Service log',
      width: 24,
      style: 'link',
      value: (result) => serviceLogLink(result, base),
    }),
  ];
}

export function outputLink({ actual, steps }: TrialResult, base: string): Cell {
  const path = actual?.path ?? steps.findLast((step) => typeof step.actual?.path === 'string')?.actual?.path;
  return typeof path === 'string' ? fileLink(path, base) : null;
}

/** The first one where a loadout has several. */
export function serviceLogLink({ services }: TrialResult, base: string): Cell {
  const log = Object.values(services).find((service) => service.log !== undefined)?.log;
  return log === undefined ? null : fileLink(log.file, base);
}

function describeSteps({ steps }: TrialResult): string | null {
  if (steps.length === 0) return null;
  return `${steps.filter(({ status }) => status === 'passed').length} of ${steps.length} passed`;
}

function text(header: string, width: number, value: (result: TrialResult) => string | null): TrialColumn {
  return {
    header,
    width,
    style: 'text',
    value: (result) => {
      const found = value(result);
      return found === null || found === '' ? null : lineCell(found, longestText);
    },
  };
}

function only<T>(wanted: boolean, item: T): T[] {
  return wanted ? [item] : [];
}
