// Energy from samples of power: ∫ P dt by trapezoids. Pure.

export interface PowerSample {
  readonly atMs: number;
  readonly powerW: number;
}

export interface PowerWindow {
  readonly fromMs: number;
  readonly toMs: number;
  /** The last sample before it, from which the power at its beginning is interpolated. */
  readonly before: PowerSample | null;
  /** In it, in order of time. */
  readonly inside: readonly PowerSample[];
  /** A longer time without a sample is a time of which nothing is known. */
  readonly longestGapMs: number;
}

/**
 * Joule. The end of a window is the present, so nothing was sampled after it: the last power is held until then. Undefined
 * with fewer than two samples, or where more than the longest gap of it is unknown.
 */
export function energyOver({ fromMs, toMs, before, inside, longestGapMs }: PowerWindow): number | undefined {
  const [first] = inside;
  const last = inside.at(-1);
  if (inside.length < 2 || first === undefined || last === undefined) return undefined;
  const points = [
    { atMs: fromMs, powerW: powerAt(fromMs, before, first, longestGapMs) },
    ...inside,
    { atMs: toMs, powerW: last.powerW },
  ];
  let joules = 0;
  for (const [place, point] of points.entries()) {
    const next = points[place + 1];
    if (next === undefined) break;
    const tookMs = next.atMs - point.atMs;
    if (tookMs > longestGapMs) return undefined;
    joules += ((point.powerW + next.powerW) / 2) * (tookMs / 1000);
  }
  return joules;
}

function powerAt(atMs: number, before: PowerSample | null, after: PowerSample, longestGapMs: number): number {
  if (before === null || after.atMs - before.atMs > longestGapMs || after.atMs === before.atMs) return after.powerW;
  const share = (atMs - before.atMs) / (after.atMs - before.atMs);
  return before.powerW + share * (after.powerW - before.powerW);
}
