// The words in which the Summary is written: rows of cells over fourteen columns. Pure.
import type { Cell } from './cells.ts';
import type { CellStyle, GridCell, GridRow } from './sheets.ts';

/** Column A and B hold names; the rest are numbers. */
export const widths = [24, 26, 11, 11, 11, 11, 11, 11, 11, 11, 11, 12, 12, 13] as const;
export const columns = widths.length;

export const blank: GridRow = { cells: [] };

export function row(cells: readonly (GridCell | null)[], lines = 1): GridRow {
  return { cells, lines };
}

export function cell(value: Cell, style: CellStyle): GridCell {
  return { value, style };
}

export function spanned(value: Cell, style: CellStyle, span: number): GridCell {
  return { value, style, span };
}

export function section(title: string): GridRow {
  return row([spanned(title, 'section', columns)]);
}

export function note(text: string): GridRow {
  return row([spanned(text, 'note', columns)]);
}
