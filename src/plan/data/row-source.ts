// The rows of a data file as the source of scenarios: where each field came from, so that a problem is shown where it can
// be mended: in its cell, in the header, or in the template of the plan.
import type { Place } from '../problems.ts';
import type { Path, YamlSource } from '../yaml-source.ts';
import type { DataFile } from './data-file.ts';
import type { DataRow } from './data-table.ts';
import { idsFromContent } from './row-ids.ts';
import { columnIn, fieldValue, templateField } from './row-template.ts';

export interface RowForm {
  /** Column by field. */
  readonly columns: ReadonlyMap<string, string>;
  readonly template: Readonly<Record<string, unknown>>;
  readonly plan: YamlSource;
  /** Where the template stands in the plan. */
  readonly templatePath: Path;
}

/** Paths begin with the number of a row; then come the fields of its scenario. */
export class RowSource implements YamlSource {
  readonly value: readonly Readonly<Record<string, unknown>>[];
  readonly #data: DataFile;
  readonly #form: RowForm;

  constructor(data: DataFile, form: RowForm) {
    this.#data = data;
    this.#form = form;
    this.value = scenariosOf(data, form);
  }

  keys([row, ...rest]: Path): readonly string[] {
    const scenario = typeof row === 'number' && rest.length === 0 ? this.value[row] : undefined;
    if (scenario === undefined) return [];
    // An id that was made stands nowhere.
    return Object.keys(scenario).filter((field) => field !== 'id' || this.#hasId());
  }

  place([row, field, ...rest]: Path, at: 'key' | 'value'): Place {
    const { table } = this.#data;
    const number = typeof row === 'number' ? row : 0;
    if (typeof field !== 'string') return table.place(number, [], at);
    const column = this.columnOf(field);
    if (column !== null) return table.place(number, [column, ...rest], at);
    const { template, templatePath, plan } = this.#form;
    if (field in template) {
      const used = columnIn(template, [field, ...rest]);
      return used === null ? plan.place([...templatePath, field, ...rest], at) : table.place(number, [used], 'value');
    }
    return table.header ?? table.place(number, [], at);
  }

  texts(): readonly [] {
    return [];
  }

  /** The column that fills a field; null for a field of the template, and one that nothing fills. */
  columnOf(field: string): string | null {
    return this.#form.columns.get(field) ?? null;
  }

  get columns(): readonly string[] {
    return this.#data.table.columns;
  }

  /** Whether a field that is missing is missing in every row. */
  isNowhere(field: string): boolean {
    return this.#data.table.header !== null && this.columnOf(field) === null && !(field in this.#form.template);
  }

  #hasId(): boolean {
    return this.columnOf('id') !== null || 'id' in this.#form.template;
  }
}

function scenariosOf({ name, table }: DataFile, { columns, template }: RowForm) {
  const fields = Object.entries(template).map(([field, value]) => [field, templateField(field, value)] as const);
  const named = columns.has('id') || 'id' in template;
  const ids = named ? [] : idsFromContent(name, table.rows);
  return table.rows.map((row, index) => {
    const scenario: Record<string, unknown> = Object.create(null);
    for (const [field, value] of fields) set(scenario, field, value(row));
    for (const [field, column] of columns) set(scenario, field, cellOf(field, row, column));
    if (!named) scenario['id'] = ids[index];
    return scenario;
  });
}

function cellOf(field: string, row: DataRow, column: string): unknown {
  const cell = row.get(column);
  return cell === undefined ? undefined : fieldValue(field, cell);
}

function set(scenario: Record<string, unknown>, field: string, value: unknown): void {
  if (value !== undefined) scenario[field] = value;
}
