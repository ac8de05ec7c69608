// A table between lines, as the commands about runs print it; it fits a width by cutting the columns that may be cut. Pure;
// whoever fills it takes care of foreign text.
import stringWidth from 'string-width';
import { cutToWidth } from './cut-to-width.ts';

export interface BoxColumn {
  readonly title: string;
  /** Text to the left, numbers in the middle or to the right. */
  readonly align: 'left' | 'center' | 'right';
  /** May be cut, down to this many columns; absent = never. */
  readonly least?: number;
}

export interface BoxTable {
  readonly columns: readonly BoxColumn[];
  /** A cell for each column; one more stands behind the table, such as a sign. */
  readonly rows: readonly (readonly string[])[];
  /** Stands below a line of its own. */
  readonly footer?: readonly string[];
  /** Of the terminal, in columns. */
  readonly width: number;
}

/** Lines without line feeds. Where even the least widths are too wide, the table is wider than asked. */
export function boxTable({ columns, rows, footer, width }: BoxTable): readonly string[] {
  const all = [columns.map(({ title }) => title), ...rows, ...(footer === undefined ? [] : [footer])];
  const behind = Math.max(0, ...all.map((row) => stringWidth(row[columns.length] ?? '')));
  const widths = widthsWithin(columns, all, width - (behind === 0 ? 0 : behind + 1));
  const line = (row: readonly string[]): string => {
    const cells = columns.map((column, index) => placed(row[index] ?? '', widths[index] ?? 0, column.align));
    return `${cells.join(' │ ')} │ ${row[columns.length] ?? ''}`.trimEnd();
  };
  const between = `${widths.map((each) => '─'.repeat(each)).join('─┼─')}─┤`;
  const edge = '═'.repeat(stringWidth(between));
  const [head = [], ...body] = all;
  const last = footer === undefined ? [] : [between, line(footer)];
  return [edge, line(head), between, ...body.slice(0, rows.length).map(line), ...last, edge];
}

/** The widest column that may be cut gives way first. */
function widthsWithin(
  columns: readonly BoxColumn[],
  all: readonly (readonly string[])[],
  room: number,
): readonly number[] {
  const widths = columns.map((_, index) => Math.max(1, ...all.map((row) => stringWidth(row[index] ?? ''))));
  const borders = 3 * columns.length - 1;
  for (let excess = widths.reduce((sum, each) => sum + each, borders) - room; excess > 0; excess -= 1) {
    const slack = columns.map(({ least }, index) =>
      least === undefined ? 0 : Math.max(0, (widths[index] ?? 0) - least),
    );
    const most = Math.max(...slack);
    if (most <= 0) break;
    const index = slack.indexOf(most);
    widths[index] = (widths[index] ?? 1) - 1;
  }
  return widths;
}

function placed(text: string, width: number, align: BoxColumn['align']): string {
  const shown = cutToWidth(text, width);
  const room = width - stringWidth(shown);
  const before = align === 'left' ? 0 : align === 'right' ? room : Math.floor(room / 2);
  return ' '.repeat(before) + shown + ' '.repeat(room - before);
}
