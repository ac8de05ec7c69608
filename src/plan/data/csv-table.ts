// CSV as spreadsheets write it: a header, quoted cells with commas and line feeds in them, any kind of line end.
import { type CsvError, type InfoRecord, parse } from 'csv-parse/sync';
import type { Place, PlanProblem } from '../problems.ts';
import type { Path } from '../yaml-source.ts';
import { cellAt } from './csv-cells.ts';
import { type DataRow, type DataTable, mostRows, type ReadTable, refusedTable, textCell } from './data-table.ts';
import { TextLines } from './text-lines.ts';

interface CsvRecord {
  readonly cells: readonly string[];
  /** Where it begins in the text. */
  readonly start: number;
}

export function readCsv(text: string): ReadTable {
  const lines = new TextLines(text);
  const { records, next, error } = recordsOf(text);
  if (error !== null) return { table: null, problems: [quoteProblem(error, text, next, lines)] };
  const [header, ...rows] = records;
  if (header === undefined) return refusedTable('the file is empty', 'its first row names the columns', null);
  if (rows.length === 0)
    return refusedTable('the file has a header and no rows', null, headerPlace(text, header, lines));
  if (rows.length > mostRows) return refusedTable(`the file has more than ${mostRows} rows`, null, null);
  const place = (row: CsvRecord, index: number) => {
    const cell = cellAt(text, row.start, index);
    return lines.place(cell.start, cell.length);
  };
  const problems = headerProblems(header, (index) => place(header, index));
  const ragged = rows.filter(({ cells }) => cells.length !== header.cells.length);
  for (const row of ragged) {
    const cells = row.cells.length === 1 ? '1 cell' : `${row.cells.length} cells`;
    const message = `the row has ${cells}, and the header has ${header.cells.length}`;
    const hint = row.cells.length > header.cells.length ? 'a cell with a comma in it stands in quotes' : null;
    problems.push({ message, hint, ...lines.place(row.start, lineLength(text, row.start)) });
  }
  if (problems.length > 0) return { table: null, problems };
  return { table: tableOf(text, header, rows, lines), problems: [] };
}

function tableOf(text: string, header: CsvRecord, rows: readonly CsvRecord[], lines: TextLines): DataTable {
  const columns = header.cells;
  const index = new Map(columns.map((column, at) => [column, at]));
  return {
    columns,
    rows: rows.map(({ cells }) => rowOf(columns, cells)),
    header: headerPlace(text, header, lines),
    place(row: number, [column]: Path) {
      const start = rows[row]?.start ?? 0;
      const at = index.get(String(column));
      if (column === undefined || at === undefined) return lines.place(start, lineLength(text, start));
      const cell = cellAt(text, start, at);
      return lines.place(cell.start, cell.length);
    },
  };
}

function headerPlace(text: string, { start }: CsvRecord, lines: TextLines): Place {
  return lines.place(start, lineLength(text, start));
}

function rowOf(columns: readonly string[], cells: readonly string[]): DataRow {
  const row = new Map<string, unknown>();
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    if (cell !== '') row.set(column, textCell(cell));
  }
  return row;
}

/** The parser counts bytes; `next` is where the record begins that it could not read. */
function recordsOf(text: string): { records: CsvRecord[]; next: number; error: CsvError | null } {
  const bytes = Buffer.from(text);
  const records: CsvRecord[] = [];
  let readBytes = 0;
  let end = 0;
  const onRecord = (cells: readonly string[], info: InfoRecord): null => {
    const start = pastEmptyLines(text, end);
    end += bytes.toString('utf8', readBytes, info.bytes).length;
    readBytes = info.bytes;
    if (cells.some((cell) => cell !== '')) records.push({ cells, start });
    return null;
  };
  try {
    parse(bytes, {
      on_record: onRecord,
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return { records, next: end, error: null };
  } catch (error) {
    if (!isCsvError(error)) throw error;
    return { records, next: pastEmptyLines(text, end), error };
  }
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

const emptyLines = /(?:[ \t]*(?:\r\n|\r|\n))*/y;

function pastEmptyLines(text: string, from: number): number {
  emptyLines.lastIndex = from;
  return from + (emptyLines.exec(text)?.[0].length ?? 0);
}

function lineLength(text: string, start: number): number {
  const length = text.slice(start).search(/[\r\n]/);
  return length === -1 ? text.length - start : length;
}

function headerProblems({ cells }: CsvRecord, place: (index: number) => Place): PlanProblem[] {
  return cells.flatMap((name, index): PlanProblem[] => {
    if (name === '') return [{ message: `column ${index + 1} has no name`, hint: null, ...place(index) }];
    if (cells.indexOf(name) === index) return [];
    return [{ message: `two columns are called "${name}"`, hint: null, ...place(index) }];
  });
}

const doubled = 'a cell with quotes in it stands in quotes, and each quote in it is written twice: "say ""hi"""';

function quoteProblem(error: CsvError, text: string, start: number, lines: TextLines): PlanProblem {
  const index = 'index' in error && typeof error['index'] === 'number' ? error['index'] : 0;
  const cell = cellAt(text, start, index);
  const place = lines.place(cell.start, cell.length);
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return { message: 'a quote begins here and does not end', hint: doubled, ...place, length: 1 };
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
      return { message: 'text stands behind the closing quote of this cell', hint: doubled, ...place };
    case 'INVALID_OPENING_QUOTE':
      return { message: 'a quote stands inside of this cell, which does not begin with one', hint: doubled, ...place };
    default:
      return { message: `not valid CSV: ${error.message}`, hint: null, ...place };
  }
}
