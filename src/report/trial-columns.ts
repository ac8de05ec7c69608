// The columns of a domain's sheet: one row per trial attempt, one column per metric that occurs. Pure.
import { keyFigures } from '../domain/key-figures.ts';
import type { DriverName } from '../domain/plan.ts';
import type { TrialResult } from '../domain/results.ts';
import { secondsCell, timeCell } from './cells.ts';
import { audioColumn, outputColumn, serviceLogColumn } from './file-columns.ts';
import { gpuColumns, metricColumns } from './metric-columns.ts';
import type { Contents } from './run-data.ts';
import type { Column } from './sheets.ts';
import { textColumns } from './text-columns.ts';
import { describeErrors, failingChecks } from './wording.ts';

/** The Failures sheet and the artifacts have all of it. */
const text = textColumns<TrialResult>(300);

/** `base` leads from the workbook to the run folder. */
export function trialColumns(contents: Contents, base: string, driver: DriverName | null): Column<TrialResult>[] {
  return [
    ...identityColumns(contents, driver),
    ...outcomeColumns(),
    ...validityColumn(contents),
    ...metricColumns(contents.metrics, driver === null ? [] : keyFigures[driver]),
    ...gpuColumns(contents.gpus),
    ...detailColumns(contents, base),
  ];
}

function identityColumns(contents: Contents, driver: DriverName | null): Column<TrialResult>[] {
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

function outcomeColumns(): Column<TrialResult>[] {
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
function validityColumn({ validity: wanted }: Contents): Column<TrialResult>[] {
  return only(wanted, {
    ...text('Doubtful', 24, ({ validity }) => validity.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ')),
    styleOf: ({ validity }) => (validity.length === 0 ? 'text' : 'warning'),
  });
}

function detailColumns(contents: Contents, base: string): Column<TrialResult>[] {
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
    outputColumn(base),
    ...only(contents.serviceLogs, serviceLogColumn(base)),
  ];
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

function only<T>(wanted: boolean, item: T): T[] {
  return wanted ? [item] : [];
}
