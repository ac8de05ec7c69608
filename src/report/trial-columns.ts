// The columns of a domain's sheet: one row per trial attempt, one column per metric that occurs. Pure.
import { keyFigures } from '../domain/key-figures.ts';
import { type MetricDefinition, metricDefinitions, metricNamed, type metricNotes } from '../domain/metrics.ts';
import type { DriverName } from '../domain/plan.ts';
import type { TrialResult } from '../domain/results.ts';
import { type Cell, fileLink, lineCell, secondsCell, timeCell } from './cells.ts';
import { type Contents, type GpuFigure, gpuFigures } from './run-data.ts';
import { type CellStyle, type Column, metricHeader, metricStyle } from './sheets.ts';
import { describeErrors, failingChecks } from './wording.ts';

export type TrialColumn = Column<TrialResult>;

/** Text in a table is on one line and cut; the Failures sheet and the artifacts have all of it. */
const longestText = 300;

/** `base` leads from the workbook to the run folder. */
export function trialColumns(contents: Contents, base: string, driver: DriverName | null): TrialColumn[] {
  return [
    ...identityColumns(contents, driver),
    ...outcomeColumns(),
    ...validityColumn(contents),
    ...metricColumns(contents.metrics, driver === null ? [] : keyFigures[driver]),
    ...gpuColumns(contents.gpus),
    ...detailColumns(contents, base),
  ];
}

function identityColumns(contents: Contents, driver: DriverName | null): TrialColumn[] {
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
    ...only(contents.services, text('Models', modelsWidth(driver), describeModels)),
    text('Priority', 9, ({ priority }) => priority),
    ...only(
      contents.tags,
      text('Tags', 16, ({ tags }) => tags.join(', ')),
    ),
    { header: 'Repeat', width: 9, style: 'integer', value: ({ repeat }) => repeat },
    { header: 'Attempt', width: 10, style: 'integer', value: ({ attempt }) => attempt },
  ];
}

/** Room for as many as a loadout of that kind has. */
function modelsWidth(driver: DriverName | null): number {
  if (driver === 'sts') return 84;
  return driver === 'tts' ? 54 : 28;
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

/** Before the numbers that it casts a doubt on. */
function validityColumn({ validity: wanted }: Contents): TrialColumn[] {
  return only(wanted, {
    ...text('Doubtful', 24, ({ validity }) => validity.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')),
    styleOf: ({ validity }) => (validity.length === 0 ? 'text' : 'warning'),
  });
}

/** Key figures first, then in the order of the public table; a metric that is not in it comes last, under its own name. */
function metricColumns(names: ReadonlySet<string>, first: readonly string[]): TrialColumn[] {
  const known = metricDefinitions.filter(({ name }) => names.has(name));
  const key = first.flatMap((name) => known.filter((metric) => metric.name === name));
  const others = [...names].filter((name) => metricNamed(name) === undefined).sort();
  return [...new Set([...key, ...known])].map(knownMetric).concat(others.map(otherMetric));
}

function knownMetric({ name, better }: MetricDefinition): TrialColumn {
  const header = metricHeader(name);
  return {
    header,
    width: metricWidth(header),
    style: metricStyle(name),
    ...(better === 'lower' && { shade: 'worse-when-higher' as const }),
    ...(better === 'higher' && { shade: 'worse-when-lower' as const }),
    value: ({ metrics }) => metricCell(metrics[name]),
  };
}

const noteHeaders: ReadonlyMap<string, string> = new Map(
  Object.entries({
    tokenSource: 'Tokens counted by',
    finishReason: 'Finish reason',
    normaliser: 'Normaliser',
    audioFormat: 'Audio format',
  } satisfies Record<keyof typeof metricNotes, string>),
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

const gpuHeaders: Readonly<Record<GpuFigure, readonly [string, CellStyle]>> = {
  vramPeakMiB: ['VRAM peak (MiB)', 'integer'],
  utilizationMeanPercent: ['use (%)', 'decimal'],
  temperatureMaxC: ['max (°C)', 'integer'],
  energyJ: ['energy (J)', 'decimal'],
};

/** What each GPU did, as far as it was measured at all. */
function gpuColumns(gpus: Contents['gpus']): TrialColumn[] {
  return [...gpus].flatMap(([index, measured]) =>
    gpuFigures
      .filter((figure) => measured.has(figure))
      .map((figure): TrialColumn => {
        const [what, style] = gpuHeaders[figure];
        const header = `GPU ${index} ${what}`;
        const value: TrialColumn['value'] = (result) =>
          result.gpus?.find((gpu) => gpu.index === index)?.[figure] ?? null;
        return { header, width: metricWidth(header), style, value };
      }),
  );
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
    text('Failing checks', 38, (result) => failingChecks(result).join(' · ')),
    text('Error, or why skipped', 38, (result) => describeErrors(result).join(' · ')),
    text('Answer (cut)', 44, ({ actual }) => actual?.content ?? null),
    ...only(
      contents.transcripts,
      text('Heard (cut)', 36, ({ actual }) => actual?.transcript ?? null),
    ),
    ...only(contents.audio, audioColumn(base)),
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

export function audioColumn(base: string): TrialColumn {
  const value = ({ actual }: TrialResult): Cell =>
    actual?.audioPath === undefined ? null : fileLink(actual.audioPath, base);
  return { header: 'Audio', width: 22, style: 'link', value };
}

/** The first one where a loadout has several. */
export function serviceLogLink({ services }: TrialResult, base: string): Cell {
  const log = Object.values(services).find((service) => service.log !== undefined)?.log;
  return log === undefined ? null : fileLink(log.file, base);
}

/** With their roles where there are several; what is built-in says so. */
function describeModels({ services }: TrialResult): string {
  const members = Object.entries(services);
  return members
    .map(([role, { service, model, builtin }]) => {
      const name = `${model === null ? service : `${service}/${model}`}${builtin === true ? ' (built-in)' : ''}`;
      return members.length === 1 ? name : `${role} ${name}`;
    })
    .join(', ');
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
