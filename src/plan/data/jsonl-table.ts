// JSON Lines: an object in each line.
import type { Place, PlanProblem } from '../problems.ts';
import { Written } from '../written.ts';
import { type Path, readYaml, type YamlSource } from '../yaml-source.ts';
import { type DataRow, isNothing, literal, mostRows, type ReadTable, refusedTable } from './data-table.ts';
import { jsonFault } from './json-fault.ts';
import { TextLines } from './text-lines.ts';

const deepest = 50;

interface Line {
  readonly text: string;
  readonly start: number;
}

export function readJsonl(text: string): ReadTable {
  const lines = new TextLines(text);
  const rows: DataRow[] = [];
  const rowLines: Line[] = [];
  const problems: PlanProblem[] = [];
  const refuse = ({ text: line, start }: Line, message: string, index = 0) =>
    problems.push({ message, hint: null, ...lines.place(start + index, index === 0 ? Math.max(1, line.length) : 1) });
  for (const line of lines.lines()) {
    if (line.text.trim() === '') continue;
    const value = parsed(line.text);
    if (value === null) {
      const fault = jsonFault(line.text);
      refuse(line, fault.message, fault.index);
    } else if (!isObject(value)) refuse(line, 'each line is one object, and this one is not');
    else if (depthOf(value) > deepest) refuse(line, `is nested more than ${deepest} deep`);
    else {
      rows.push(rowOf(value));
      rowLines.push(line);
    }
  }
  if (problems.length > 0) return { table: null, problems };
  if (rows.length === 0) return refusedTable('the file is empty', 'each of its lines is one object', null);
  if (rows.length > mostRows) return refusedTable(`the file has more than ${mostRows} rows`, null, null);
  const place = (row: number, path: Path, at: 'key' | 'value') => placeIn(rowLines[row], path, at, lines);
  return { table: { columns: columnsOf(rows), rows, header: null, place }, problems: [] };
}

/** Null for what is not JSON, and for `null`, which is no object either. Numbers keep what was written. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
      if (value === null) return new Written('', null);
      if (typeof value !== 'number' && typeof value !== 'boolean') return value;
      return new Written(context?.source ?? String(value), value);
    });
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written);
}

function depthOf(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null || value instanceof Written || depth > deepest) return depth;
  return Object.values(value).reduce((most: number, item) => Math.max(most, depthOf(item, depth + 1)), depth);
}

export function rowOf(value: object): DataRow {
  const cells = Object.entries(value).filter(([, cell]) => !isNothing(cell));
  return new Map(cells.map(([column, cell]) => [column, literal(cell)]));
}

export function columnsOf(rows: readonly DataRow[]): readonly string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const column of row.keys()) columns.add(column);
  return [...columns];
}

/** A line of JSON is YAML as well, which knows where its parts stand. */
function placeIn(line: Line | undefined, path: Path, at: 'key' | 'value', lines: TextLines): Place {
  const { text, start } = line ?? { text: '', start: 0 };
  const source: YamlSource | null = path.length === 0 ? null : readYaml(text).source;
  if (source === null) return lines.place(start, Math.max(1, text.length));
  const inside = source.place(path, at);
  return lines.place(start + inside.position.column - 1, inside.length);
}
