// Statistics as docs/metrics.md promises them, the same wherever a number is made of several. Pure.

/** Linear between closest ranks, at position (n − 1)·q as NumPy does by default. `sorted` ascends; NaN where it is empty. */
export function percentile(sorted: ArrayLike<number>, q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}
