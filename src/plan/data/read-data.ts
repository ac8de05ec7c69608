// `scenariosFrom` of a domain: its data files, and the scenarios in their rows.
import type { DriverName, Scenario } from '../../domain/plan.ts';
import type { ScenarioContext } from '../common-fields.ts';
import type { Listed } from '../listed.ts';
import type { PlanProblem } from '../problems.ts';
import { readScenario } from '../read-scenario.ts';
import type { Reader } from '../reader.ts';
import { dataFileSchema, dataMappings } from '../schema/data.ts';
import { scenarioKeys } from '../schema/scenario.ts';
import { nearest, suggestion } from '../suggest.ts';
import { entryOf, Written } from '../written.ts';
import type { Path } from '../yaml-source.ts';
import { type DataFile, openDataFile } from './data-file.ts';
import { RowReader } from './row-reader.ts';
import { RowSource } from './row-source.ts';
import { piecesOfTemplate } from './row-template.ts';

/** What one data file gave; its problems grow as long as references are judged. */
export interface ReadData {
  readonly scenarios: readonly Listed<Scenario>[];
  readonly problems: readonly PlanProblem[];
  /** Whether all of its scenarios are known, at least by their ids. */
  readonly complete: boolean;
}

const nothing: ReadData = { scenarios: [], problems: [], complete: false };

export function readDataOf(
  reader: Reader,
  driver: DriverName,
  context: ScenarioContext,
  value: unknown,
  path: Path,
): readonly ReadData[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [readOne(reader, driver, context, value, path)];
  if (value.length === 0) reader.problem(path, '"scenariosFrom" is empty; it needs at least one item');
  return value.map((item, index) => readOne(reader, driver, context, item, [...path, index]));
}

function readOne(reader: Reader, driver: DriverName, context: ScenarioContext, value: unknown, path: Path): ReadData {
  const mapping = isMapping(value);
  const input = mapping
    ? reader.read(dataMappings[driver], value, path)
    : { file: reader.read(dataFileSchema, value, path) };
  if (input === null || input.file === null) return nothing;
  const at = mapping ? [...path, 'file'] : path;
  const opened = openDataFile(input.file, context.steps.directory, context.files);
  if (opened.kind === 'unusable') reader.check(at, opened.fault);
  if (opened.kind === 'unusable') return nothing;
  if (opened.kind === 'faulty') return { ...nothing, problems: opened.problems };
  const template = mapping ? tableOf(entryOf(value, 'template')) : {};
  const columns = 'columns' in input && input.columns !== undefined ? definedIn(input.columns) : null;
  const form = { template, columns: filledBy(driver, opened.data, columns, template) };
  if (!checkForm(reader, opened.data, columns ?? new Map(), template, path)) return nothing;
  const rows = new RowSource(opened.data, { ...form, plan: reader.source, templatePath: [...path, 'template'] });
  const own = { ...context, mediaDirectory: opened.data.directory };
  const rowReader = new RowReader(rows);
  const scenarios = rows.value.map((row, index): Listed<Scenario> => {
    const scenario = readScenario(rowReader, driver, own, row, [index]);
    return { item: scenario, name: scenario?.id ?? idOf(row), reader: rowReader, path: [index] };
  });
  return { scenarios, problems: rowReader.problems, complete: true };
}

/** Without `columns` each column fills the field of its name; an `id` is taken either way. */
function filledBy(
  driver: DriverName,
  { table }: DataFile,
  columns: ReadonlyMap<string, string> | null,
  template: object,
): ReadonlyMap<string, string> {
  const implied = columns === null ? scenarioKeys[driver] : columns.has('id') ? [] : ['id'];
  const own = implied.filter((field) => table.columns.includes(field) && !(field in template));
  return new Map([...own.map((field) => [field, field] as const), ...(columns ?? [])]);
}

/** Whether `columns` and `template` name only what is there. */
function checkForm(
  reader: Reader,
  { name, table }: DataFile,
  columns: ReadonlyMap<string, string>,
  template: object,
  path: Path,
): boolean {
  const before = reader.problems.length;
  for (const [field, column] of columns) {
    const at = [...path, 'columns', field];
    if (field in template) {
      reader.problem(at, `"${field}" stands under "columns" and under "template"`, 'one of them fills it');
    } else if (!table.columns.includes(column)) {
      reader.problem(at, `${name} has no column "${column}"`, suggestion(column, table.columns));
    }
  }
  for (const { path: at, text } of reader.source.texts([...path, 'template'])) {
    for (const piece of piecesOfTemplate(text)) {
      if (!('column' in piece) || table.columns.includes(piece.column)) continue;
      const near = nearest(piece.column, table.columns);
      const meant = near === null ? (suggestion(piece.column, table.columns) ?? '') : `did you mean "{${near}}"?`;
      const doubled = `braces that are no placeholder are doubled: {{${piece.column}}}`;
      reader.problem(at, `${name} has no column "${piece.column}"`, `${meant}; ${doubled}`);
    }
  }
  return reader.problems.length === before;
}

function definedIn(columns: Readonly<Record<string, string | undefined>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(columns).flatMap(([field, column]) => (column === undefined ? [] : [[field, column]])));
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? Object.fromEntries(Object.entries(value)) : {};
}

function idOf(row: Readonly<Record<string, unknown>>): string | null {
  const id = row['id'] instanceof Written ? row['id'].source : row['id'];
  return typeof id === 'string' ? id : null;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}
