// What every format of data file is read into: rows of cells, and where each of them stands.
import type { Place, PlanProblem } from '../problems.ts';
import { escaped } from '../variables.ts';
import { Written } from '../written.ts';
import type { Path } from '../yaml-source.ts';

/** Cells by column; one that is empty is not there. */
export type DataRow = ReadonlyMap<string, unknown>;

export interface DataTable {
  readonly columns: readonly string[];
  readonly rows: readonly DataRow[];
  /** Where the columns are named; null where each row names its own. */
  readonly header: Place | null;
  /** `path` begins with a column; the row itself where it is empty. */
  place(row: number, path: Path, at: 'key' | 'value'): Place;
}

export interface ReadTable {
  readonly table: DataTable | null;
  readonly problems: readonly PlanProblem[];
}

export const mostRows = 100_000;

export function refusedTable(message: string, hint: string | null, place: Place | null): ReadTable {
  const problem = { message, hint, ...(place ?? { position: null, length: 0 }) };
  return { table: null, problems: [problem] };
}

const numeric = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** A cell of a format that knows nothing but text: a number where a field takes numbers, and text as it stands elsewhere. */
export function textCell(text: string): Written {
  const value = numeric.test(text) ? Number(text) : text === 'true' ? true : text === 'false' ? false : text;
  return new Written(text, value, escaped(text));
}

/** Data is data: `${…}` in it means nothing. */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value === '' ? value : new Written(value, value, escaped(value));
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null || value instanceof Written) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item)]));
}

/** `null`, or nothing at all behind a key. */
export function isNothing(value: unknown): boolean {
  return value instanceof Written && value.value === null;
}
