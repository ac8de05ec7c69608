// Columns of text, on one line and cut at `longest` characters; what is empty leaves its cell empty. Pure.
import { lineCell } from './cells.ts';
import type { Column } from './sheets.ts';

export type TextColumn<Item> = (header: string, width: number, value: (item: Item) => string | null) => Column<Item>;

export function textColumns<Item>(longest: number): TextColumn<Item> {
  return (header, width, value) => ({
    header,
    width,
    style: 'text',
    value: (item) => {
      const text = value(item);
      return text === null || text === '' ? null : lineCell(text, longest);
    },
  });
}
