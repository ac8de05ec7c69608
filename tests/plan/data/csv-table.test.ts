import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../../src/plan/data/csv-table.ts';
import type { DataTable } from '../../../src/plan/data/data-table.ts';
import { Written } from '../../../src/plan/written.ts';

function tableOf(text: string): DataTable {
  const { table, problems } = readCsv(text);
  if (table === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return table;
}

function cellsOf(text: string) {
  return tableOf(text).rows.map((row) =>
    Object.fromEntries([...row].map(([column, cell]) => [column, cell instanceof Written ? cell.source : cell])),
  );
}

function placesOf(text: string, column?: string) {
  const table = tableOf(text);
  return table.rows.map((_, row) => table.place(row, column === undefined ? [] : [column], 'value').position);
}

describe('a CSV file', () => {
  it('has a row for each record, and no cell where nothing stands', () => {
    expect(cellsOf('id,name,tags\nA,One,\nB,,x;y\n')).toEqual([
      { id: 'A', name: 'One' },
      { id: 'B', tags: 'x;y' },
    ]);
  });

  it('may have quotes, commas and line feeds in quoted cells, and blanks around cells', () => {
    expect(cellsOf('id, text\nA, "say ""hi"",\nthen go" \n')).toEqual([{ id: 'A', text: 'say "hi",\nthen go' }]);
  });

  it.each(['\n', '\r\n', '\r'])('takes lines that end with %j, and skips empty ones', (end) => {
    const text = ['id,text', 'A,"one', 'two"', '', '   ', ',', 'B,three', ''].join(end);
    expect(cellsOf(text).map(({ id }) => id)).toEqual(['A', 'B']);
    expect(placesOf(text)).toEqual([
      { line: 2, column: 1 },
      { line: 7, column: 1 },
    ]);
    expect(placesOf(text, 'text')).toEqual([
      { line: 2, column: 3 },
      { line: 7, column: 3 },
    ]);
  });

  it('finds a cell behind others that hold quotes, line feeds and letters of several bytes', () => {
    const text = 'a,b,c\n"é, ""\n漢字", 🙂 ,last\nx,y,z\n';
    expect(placesOf(text, 'c')).toEqual([
      { line: 3, column: 10 },
      { line: 4, column: 5 },
    ]);
    expect(placesOf(text, 'b')[0]).toEqual({ line: 3, column: 6 });
  });

  it('gives numbers and truth values to fields that take them', () => {
    const [row] = tableOf('a,b,c,d\n1.50,true,007,1e3\n').rows;
    expect([...(row?.values() ?? [])]).toEqual([
      new Written('1.50', 1.5),
      new Written('true', true),
      new Written('007', 7),
      new Written('1e3', 1000),
    ]);
  });

  it('gives back what was written, whatever it is', () => {
    const cell = fc
      .string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r\n', 'é', ';', '{', '$') })
      .map((text) => `x${text}x`);
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
        const text = `a,b\n${rows.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
        expect(cellsOf(text)).toEqual(rows.map(([a, b]) => ({ a, b })));
        const lines = text.split(/\r\n|\r|\n/);
        const places = placesOf(text, 'b');
        for (const [index, [, b]] of rows.entries()) {
          const { line = 0, column = 0 } = places[index] ?? {};
          const written = quoted(b).split(/\r\n|\n/)[0] ?? '';
          expect(lines[line - 1]?.slice(column - 1).startsWith(written)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('of any content is read or refused, never thrown at', () => {
    const text = fc.array(fc.constantFrom('a', '"', ',', '\n', '\r', ' ', '\t', '\0', 'é')).map((all) => all.join(''));
    fc.assert(
      fc.property(text, (content) => {
        const { table, problems } = readCsv(content);
        expect(table === null).toBe(problems.length > 0);
        for (const [row] of table?.rows.entries() ?? []) {
          for (const column of table?.columns ?? []) table?.place(row, [column], 'value');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('of nothing is refused', () => {
    expect(readCsv('\n').problems).toEqual([
      { message: 'the file is empty', hint: 'its first row names the columns', position: null, length: 0 },
    ]);
  });
});
