// A table of things that leaves columns out where the terminal is narrow.
import stringWidth from 'string-width';
import { type BoxColumn, boxTable } from '../projections/text/box-table.ts';

export interface FittingColumn<T> extends BoxColumn {
  /** Left out in this order, the highest first; absent = never. */
  readonly spare?: number;
  /** Clean of whatever could steer a terminal. */
  readonly cell: (item: T) => string;
}

/** `sign` stands behind a row. Where all that is spare is left out and there is still no room, the table is wider than asked. */
export function fittingTable<T>(
  items: readonly T[],
  columns: readonly FittingColumn<T>[],
  { width, sign = () => '' }: { readonly width: number; readonly sign?: (item: T) => string },
): readonly string[] {
  const steps = columns.flatMap(({ spare }) => spare ?? []).sort((a, b) => b - a);
  const drawn = (limit: number): readonly string[] => {
    const shown = columns.filter(({ spare = 0 }) => spare < limit);
    return boxTable({
      columns: shown,
      rows: items.map((item) => [...shown.map(({ cell }) => cell(item)), sign(item)]),
      width,
    });
  };
  let lines = drawn(Number.POSITIVE_INFINITY);
  for (const limit of steps) {
    if (Math.max(...lines.map((line) => stringWidth(line))) <= width) break;
    lines = drawn(limit);
  }
  return lines;
}
