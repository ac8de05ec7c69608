// Sheets to an .xlsx stream. Rows are written as they come and forgotten, so memory does not grow with them. Only this
// file and the theme know the library.
import type { Writable } from 'node:stream';
import type { CellValue, PageSetup, Row, Worksheet } from 'exceljs';
import type { Cell } from './cells.ts';
import type { CellStyle, GridCell, GridRow, GridSheet, Heading, TableSheet } from './sheets.ts';
import { headerStyle, rowsPerSheet } from './sheets.ts';
import { shadeRule, styles } from './theme.ts';

export type Sheet = GridSheet | TableSheet;

export interface WorkbookOptions {
  readonly title: string;
  /** Between batches of rows; `rows` counts those of tables, over all sheets. */
  readonly onProgress: (rows: number) => void;
}

/** Rows between two turns of the event loop, in which the written ones leave for the disk. */
const batch = 100;
const lineHeight = 13;
/** Excel's limit. */
const tallestRow = 409;
/** Excel refuses a sheet with more links than about 65,000; further ones are written as plain text. */
const mostLinks = 60_000;

/** Resolves when the last byte was handed to `stream`; errors of the stream itself are the caller's to watch. */
export async function writeWorkbook(
  stream: Writable,
  sheets: readonly Sheet[],
  { title, onProgress }: WorkbookOptions,
): Promise<void> {
  const { default: excel } = await import('exceljs');
  const workbook = new excel.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  workbook.creator = 'Flightdeck';
  workbook.lastModifiedBy = 'Flightdeck';
  workbook.title = title;
  let rows = 0;
  for (const sheet of sheets) {
    const worksheet = workbook.addWorksheet(sheet.name, {
      pageSetup: pageSetup(sheet),
      headerFooter: { oddFooter: '&L&8&A&R&8Page &P of &N' },
      views: [view(sheet)],
    });
    putLinksLast(worksheet);
    if (sheet.kind === 'grid') writeGrid(worksheet, sheet);
    else {
      await writeTable(worksheet, sheet, (added) => {
        rows += added;
        onProgress(rows);
      });
    }
    worksheet.commit();
    await nextTurn();
  }
  await workbook.commit();
}

function pageSetup({ kind }: { readonly kind: 'grid' | 'table' }): Partial<PageSetup> {
  return {
    orientation: 'landscape',
    paperSize: 9, // A4
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    margins: { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 },
    ...(kind === 'table' && { printTitlesRow: '1:1' }),
  };
}

function view({ kind }: { readonly kind: 'grid' | 'table' }): Worksheet['views'][number] {
  if (kind === 'grid') return { state: 'normal', showGridLines: false };
  return { state: 'frozen', xSplit: 1, ySplit: 1, showGridLines: false };
}

/**
 * exceljs 4.4 streams links before conditional formats. The format wants them the other way round, and Excel declares
 * such a sheet damaged (https://github.com/exceljs/exceljs/pull/2803).
 */
function putLinksLast(worksheet: Worksheet): void {
  const links: unknown = Reflect.get(worksheet, '_writeHyperlinks');
  const formats: unknown = Reflect.get(worksheet, '_writeConditionalFormatting');
  if (typeof links !== 'function' || typeof formats !== 'function') {
    throw new Error('exceljs no longer writes links and conditional formats as it did in 4.4');
  }
  Reflect.set(worksheet, '_writeHyperlinks', () => {});
  Reflect.set(worksheet, '_writeConditionalFormatting', () => {
    Reflect.apply(formats, worksheet, []);
    Reflect.apply(links, worksheet, []);
  });
}

function writeGrid(worksheet: Worksheet, sheet: GridSheet): void {
  worksheet.columns = sheet.widths.map((width) => ({ width }));
  for (const row of sheet.rows) writeGridRow(worksheet, row);
}

function writeGridRow(worksheet: Worksheet, { cells, lines = 1 }: GridRow): void {
  const row = worksheet.addRow([]);
  row.height = height(lines, tallestFont(cells));
  let column = 1;
  for (const cell of cells) {
    const span = cell?.span ?? 1;
    if (cell !== null) {
      setCell(row, column, cell.value, cell.style);
      // Merged cells keep their own borders and fills, which the merge takes over from the first one.
      if (span > 1) worksheet.mergeCells(row.number, column, row.number, column + span - 1);
    }
    column += span;
  }
  row.commit();
}

async function writeTable(worksheet: Worksheet, sheet: TableSheet, onRows: (added: number) => void): Promise<void> {
  const { columns } = sheet;
  const rows = Math.min(sheet.count, rowsPerSheet);
  worksheet.columns = columns.map(({ width }) => ({ width }));
  const header = worksheet.addRow([]);
  header.height = height(2);
  for (const [index, column] of columns.entries()) setCell(header, index + 1, column.header, headerStyle(column.style));
  header.commit();
  if (rows === 0) {
    writeGridRow(worksheet, { cells: [{ value: sheet.empty, style: 'note' }] });
    return;
  }
  worksheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: rows + 1, column: columns.length } };
  addShades(worksheet, columns, rows);
  let written = 0;
  const links = { left: mostLinks };
  for await (const { cells, lines } of sheet.rows()) {
    const row = worksheet.addRow([]);
    row.height = height(lines);
    for (const [index, { value, style }] of cells.entries()) writeItemCell(row, index + 1, { value, style, links });
    row.commit();
    written += 1;
    if (written % batch === 0) {
      onRows(batch);
      await nextTurn();
    }
    if (written === rows) break;
  }
  onRows(written % batch);
}

interface ItemCell {
  readonly value: Cell;
  readonly style: CellStyle;
  readonly links: { left: number };
}

function writeItemCell(row: Row, number: number, { value, style, links }: ItemCell): void {
  const plain = style === 'link' ? 'text' : style;
  if (!isLink(value)) setCell(row, number, value, plain);
  else if (links.left > 0) setCell(row, number, value, style);
  else setCell(row, number, value.text, plain);
  if (isLink(value)) links.left -= 1;
}

function addShades(worksheet: Worksheet, columns: readonly Heading[], rows: number): void {
  let priority = 1;
  for (const [index, { shade }] of columns.entries()) {
    if (shade === undefined) continue;
    const letter = worksheet.getColumn(index + 1).letter;
    const ref = `${letter}2:${letter}${rows + 1}`;
    worksheet.addConditionalFormatting({ ref, rules: [shadeRule(shade, priority)] });
    priority += 1;
  }
}

function setCell(row: Row, column: number, value: Cell, style: CellStyle): void {
  const cell = row.getCell(column);
  cell.value = cellValue(value, style);
  cell.style = styles[style];
}

function cellValue(value: Cell, style: CellStyle): CellValue {
  if (isLink(value)) return { text: value.text, hyperlink: value.target };
  // Of streamed text only the rich kind keeps blanks at its ends; LibreOffice reads line feeds and escapes in no other.
  if (typeof value === 'string' && /^\s|\n|\s$|_x005F_/.test(value)) {
    return { richText: [{ text: value, font: styles[style].font ?? {} }] };
  }
  return value;
}

function isLink(value: Cell): value is Extract<Cell, { target: string }> {
  return typeof value === 'object' && value !== null && 'target' in value;
}

function tallestFont(cells: readonly (GridCell | null)[]): number {
  return Math.max(10, ...cells.map((cell) => (cell === null ? 10 : (styles[cell.style].font?.size ?? 10))));
}

function height(lines: number, fontSize = 10): number {
  return Math.min(tallestRow, Math.max(lines * lineHeight + 1, fontSize * 1.6));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
