// What a sheet is before it is a file: columns over items, or a free grid of styled cells. Plain data, known to nobody's library.
import { isShare } from '../domain/key-figures.ts';
import { metricNamed } from '../domain/metrics.ts';
import type { Status } from '../domain/results.ts';
import { type Cell, lineCell } from './cells.ts';

type HeaderStyle = 'header' | 'header-centred' | 'header-right';

/** How a cell looks; `theme.ts` says it in fonts, colours and number formats. */
export type CellStyle =
  | 'text'
  | 'wrapped'
  | 'code'
  | 'integer'
  | 'decimal'
  | 'general'
  | 'lineNumber'
  | 'seconds'
  | 'percent'
  | 'time'
  | 'link'
  | 'centred'
  | HeaderStyle
  | 'title'
  | 'subtitle'
  | 'section'
  | 'label'
  | 'note'
  | 'warning'
  | 'countLabel'
  | 'count'
  | 'rate'
  | 'flaky'
  | Status
  | `count-${Status}`
  | `verdict-${Status}`;

/** Warm where a number is worse, cool where something merely took longer. */
export type Shade = 'longer' | 'worse-when-higher' | 'worse-when-lower';

export interface Column<Item> {
  readonly header: string;
  /** Characters. */
  readonly width: number;
  readonly style: CellStyle;
  /** Where the style depends on the item. */
  readonly styleOf?: (item: Item) => CellStyle;
  /** Behind the numbers of the column; none by default. */
  readonly shade?: Shade;
  readonly value: (item: Item) => Cell;
}

/** A header row with a filter, then one row per item; it stays in view, as does the first column. */
export interface TableSheet {
  readonly kind: 'table';
  readonly name: string;
  readonly columns: readonly Heading[];
  /** Each call makes them again. */
  readonly rows: () => AsyncIterable<TableRow>;
  /** How many rows there are. */
  readonly count: number;
  /** Said in place of rows where there are none. */
  readonly empty: string;
}

export type Heading = Omit<Column<never>, 'styleOf' | 'value'>;

export interface TableRow {
  /** As many as there are headings. */
  readonly cells: readonly { readonly value: Cell; readonly style: CellStyle }[];
  /** Lines of text that it shows. */
  readonly lines: number;
}

export interface TableOf<Item> {
  readonly name: string;
  readonly columns: readonly Column<Item>[];
  readonly items: () => AsyncIterable<Item> | Iterable<Item>;
  readonly count: number;
  readonly empty: string;
  /** 1 by default. */
  readonly lines?: (item: Item) => number;
}

export function tableSheet<Item>({ name, columns, items, count, empty, lines }: TableOf<Item>): TableSheet {
  async function* rows(): AsyncGenerator<TableRow> {
    for await (const item of items()) {
      const cells = columns.map(({ value, style, styleOf }) => ({
        value: value(item),
        style: styleOf?.(item) ?? style,
      }));
      yield { cells, lines: lines?.(item) ?? 1 };
    }
  }
  return { kind: 'table', name, columns, rows, count, empty };
}

export interface GridCell {
  readonly value: Cell;
  readonly style: CellStyle;
  /** Columns that it covers; 1 by default. */
  readonly span?: number;
}

export interface GridRow {
  readonly cells: readonly (GridCell | null)[];
  /** Lines of text that it shows; 1 by default. */
  readonly lines?: number;
}

export interface GridSheet {
  readonly kind: 'grid';
  readonly name: string;
  readonly widths: readonly number[];
  readonly rows: readonly GridRow[];
}

/** The lines that a text takes in a column of this width, as far as counting characters can tell. */
export function wrappedLines(text: string, width: number): number {
  let lines = 0;
  for (const line of text.split('\n')) lines += Math.max(1, Math.ceil(line.length / width));
  return lines;
}

/** A name that is not in the public table has no unit. */
export function metricStyle(name: string): CellStyle {
  if (isShare(name)) return 'percent';
  const unit = metricNamed(name)?.unit ?? '';
  switch (unit) {
    case 'ms':
    case 'tok/s':
    case 'chars/s':
    case 'J':
    case 'dBFS':
      return 'decimal';
    case 'tokens':
    case 'MiB':
    case 'words':
    case 'characters':
      return 'integer';
    case 's':
      return 'seconds';
    case 'J/tok':
    case '%':
    case '':
      return 'general';
    default:
      return unit satisfies never;
  }
}

/** The label with the unit; `Output tokens (tokens)` would say it twice, and error rates show as per cent. */
export function metricHeader(name: string): string {
  const metric = metricNamed(name);
  if (metric === undefined) return lineCell(name, 80);
  const { label, unit } = metric;
  return unit === '' || label.toLowerCase().endsWith(unit) ? label : `${label} (${unit})`;
}

/** Excel's limit, less the header. */
export const rowsPerSheet = 1_048_575;

/** Headings stand over what they head. */
export function headerStyle(style: CellStyle): HeaderStyle {
  switch (style) {
    case 'integer':
    case 'decimal':
    case 'seconds':
    case 'percent':
    case 'general':
      return 'header-right';
    case 'passed':
    case 'flaky':
    case 'centred':
      return 'header-centred';
    default:
      return 'header';
  }
}
