// Many metrics are judged at once; together they may speak of a difference that is none no more often than one alone. Pure.

export interface Corrected {
  /** The smallest level of the whole family at which this member would be refused. */
  readonly p: number;
  /** At which this member was tested, so that an interval at that level agrees with the verdict. */
  readonly level: number;
}

/**
 * Holm 1979, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6; holds
 * however the members depend on each other. The smallest p is tested at level/m, the next at level/(m − 1), until one
 * is not refused; those that follow share its level.
 */
export function holm(ps: readonly number[], level: number): Corrected[] {
  const corrected: Corrected[] = [];
  let largest = 0;
  let levelNow = level;
  const ranked = ps.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  for (const [rank, { p, index }] of ranked.entries()) {
    if (largest <= level) levelNow = level / (ps.length - rank);
    largest = Math.max(largest, Math.min(1, p * (ps.length - rank)));
    corrected[index] = { p: largest, level: levelNow };
  }
  return corrected;
}
