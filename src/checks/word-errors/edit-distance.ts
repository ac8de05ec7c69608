// Levenshtein distance over sequences of integers: 32 rows of the table at a time as bit vectors
// (G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic programming", 1999, blocks as in §4).

/** Cells of the table; more than this many would keep a trial waiting for seconds. */
const mostCells = 1e10;
const rowsPerBlock = 32;

/**
 * The least number of replacements, removals and insertions that make one of the other.
 * Symbols are small integers, numbered from 0. Null where the two are too long to be compared.
 */
export function editDistance(a: Uint32Array, b: Uint32Array): number | null {
  const { rows, columns } = differing(a, b);
  if (rows.length === 0 || columns.length === 0) return rows.length + columns.length;
  if (rows.length * columns.length > mostCells) return null;
  // By column, what its cell of the last finished row is more than its left neighbour's: -1, 0 or 1.
  const steps = new Int8Array(columns.length).fill(1);
  const places = new Int32Array(largest(rows, columns) + 1);
  for (let start = 0; start < rows.length; start += rowsPerBlock) {
    descend(rows.subarray(start, start + rowsPerBlock), { columns, steps, places });
  }
  return steps.reduce((sum, step) => sum + step, rows.length);
}

/** Without what both begin and end with, which costs nothing. */
function differing(a: Uint32Array, b: Uint32Array) {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return { rows: a.subarray(start, a.length - end), columns: b.subarray(start, b.length - end) };
}

function largest(...sequences: readonly Uint32Array[]): number {
  return sequences.reduce((most, sequence) => sequence.reduce((value, next) => Math.max(value, next), most), 0);
}

interface Table {
  readonly columns: Uint32Array;
  readonly steps: Int8Array;
  /** By symbol, the rows of the block that hold it, as bits; all zero between blocks. */
  readonly places: Int32Array;
}

/** Carries `steps` from the row above the block to its last row. */
function descend(block: Uint32Array, { columns, steps, places }: Table): void {
  block.forEach((symbol, row) => {
    places[symbol] = (places[symbol] ?? 0) | (1 << row);
  });
  const last = block.length - 1;
  // Rows where the cell is one more, or one less, than the cell above it.
  let more = -1;
  let less = 0;
  for (let column = 0; column < columns.length; column += 1) {
    const here = places[columns[column] ?? 0] ?? 0;
    const above = steps[column] ?? 0;
    const vertical = here | less;
    const same = above < 0 ? here | 1 : here;
    const horizontal = (((same & more) + more) ^ more) | same;
    const wider = less | ~(horizontal | more);
    const narrower = more & horizontal;
    steps[column] = ((wider >>> last) & 1) - ((narrower >>> last) & 1);
    const widerBelow = (wider << 1) | (above > 0 ? 1 : 0);
    const narrowerBelow = (narrower << 1) | (above < 0 ? 1 : 0);
    more = narrowerBelow | ~(vertical | widerBelow);
    less = widerBelow & vertical;
  }
  for (const symbol of block) places[symbol] = 0;
}
