// Reads the rows of a data file. What is wrong with all of them in the same way is said once.
import { Reader } from '../reader.ts';
import { listOf, nearest } from '../suggest.ts';
import type { Path } from '../yaml-source.ts';
import type { RowSource } from './row-source.ts';

export class RowReader extends Reader {
  readonly #rows: RowSource;
  readonly #said = new Set<string>();

  constructor(rows: RowSource) {
    super(rows);
    this.#rows = rows;
  }

  override problem(path: Path, message: string, hint: string | null = null, at: 'key' | 'value' = 'value'): void {
    const place = this.source.place(path, at);
    const { file, line, column } = place.position;
    const key = JSON.stringify([file, line, column, message]);
    if (this.#said.has(key)) return;
    this.#said.add(key);
    this.problems.push({ message, hint: this.#hint(path, message, hint), ...place });
  }

  #hint([, field]: Path, message: string, hint: string | null): string | null {
    if (typeof field !== 'string') return hint;
    const { columns } = this.#rows;
    if (message.endsWith('is missing') && this.#rows.isNowhere(field)) {
      const near = nearest(field, columns);
      if (near !== null) return `did you mean the column "${near}"? name it under "columns"`;
      return `the columns are: ${listOf(columns)}; name one under "columns"`;
    }
    if (this.#rows.columnOf(field) !== null && / it takes a (list|mapping)/.test(message)) {
      return `a cell is one text: write "${field}" under "template"`;
    }
    return hint;
  }
}
