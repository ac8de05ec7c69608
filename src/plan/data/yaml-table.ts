// YAML: a list of mappings.
import type { PlanProblem } from '../problems.ts';
import { Written } from '../written.ts';
import { readYaml } from '../yaml-source.ts';
import { type DataRow, mostRows, type ReadTable, refusedTable } from './data-table.ts';
import { columnsOf, rowOf } from './jsonl-table.ts';

export function readYamlTable(text: string): ReadTable {
  const { source, problems } = readYaml(text, 'the file');
  if (source === null || problems.length > 0) return { table: null, problems };
  const { value } = source;
  const wanted = 'a data file in YAML is a list of mappings';
  if (!Array.isArray(value)) return refusedTable(`${wanted}, and this is none`, null, source.place([], 'value'));
  if (value.length === 0) return refusedTable('the file is empty', wanted, null);
  if (value.length > mostRows) return refusedTable(`the file has more than ${mostRows} rows`, null, null);
  const rows: DataRow[] = [];
  const wrong: PlanProblem[] = [];
  for (const [index, item] of value.entries()) {
    if (typeof item === 'object' && item !== null && !Array.isArray(item) && !(item instanceof Written)) {
      rows.push(rowOf(item));
    } else {
      wrong.push({ message: `item ${index + 1} is no mapping`, hint: wanted, ...source.place([index], 'value') });
    }
  }
  if (wrong.length > 0) return { table: null, problems: wrong };
  const place: NonNullable<ReadTable['table']>['place'] = (row, path, at) => source.place([row, ...path], at);
  return { table: { columns: columnsOf(rows), rows, header: null, place }, problems: [] };
}
