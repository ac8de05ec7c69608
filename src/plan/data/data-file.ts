// A data file that a plan names: found, read by its format, with its places marked as its own.
import { dirname, extname, resolve } from 'node:path';
import { type NamedFiles, readText } from '../files.ts';
import type { OtherFile, Place, PlanProblem } from '../problems.ts';
import { readCsv } from './csv-table.ts';
import type { DataTable, ReadTable } from './data-table.ts';
import { readJsonl } from './jsonl-table.ts';
import { readYamlTable } from './yaml-table.ts';

export interface DataFile {
  /** As the plan names it. */
  readonly name: string;
  /** Absolute. */
  readonly file: string;
  readonly directory: string;
  readonly table: DataTable;
}

export type OpenedFile =
  | { readonly kind: 'read'; readonly data: DataFile }
  /** The predicate of a sentence about the name in the plan, with the hint on a second line. */
  | { readonly kind: 'unusable'; readonly fault: string }
  /** Problems that stand in the file itself. */
  | { readonly kind: 'faulty'; readonly problems: readonly PlanProblem[] };

const formats: Readonly<Record<string, (text: string) => ReadTable>> = {
  '.csv': readCsv,
  '.jsonl': readJsonl,
  '.ndjson': readJsonl,
  '.yaml': readYamlTable,
  '.yml': readYamlTable,
};

export function openDataFile(name: string, directory: string, files: NamedFiles): OpenedFile {
  const read = formats[extname(name).toLowerCase()];
  if (read === undefined)
    return { kind: 'unusable', fault: `is ${JSON.stringify(name)}; it takes a .csv, .jsonl or .yaml file` };
  const file = resolve(directory, name);
  const fault = files.fault(file, name);
  if (fault !== null) return { kind: 'unusable', fault };
  const text = readText(file);
  if (text === null) return { kind: 'unusable', fault: `is ${JSON.stringify(name)}, which is not UTF-8 text` };
  const within: OtherFile = { name, file, text };
  const { table, problems } = read(text);
  if (table === null || problems.length > 0) {
    return { kind: 'faulty', problems: problems.map((problem) => ({ ...problem, ...placed(problem, within) })) };
  }
  const place: DataTable['place'] = (row, path, at) => marked(table.place(row, path, at), within);
  const header = table.header === null ? null : marked(table.header, within);
  return { kind: 'read', data: { name, file, directory: dirname(file), table: { ...table, header, place } } };
}

function placed(problem: PlanProblem, within: OtherFile) {
  return problem.position === null
    ? { within }
    : marked({ position: problem.position, length: problem.length }, within);
}

function marked({ position, length }: Place, within: OtherFile): Place {
  return { position: { ...position, file: within.file }, length, within };
}
