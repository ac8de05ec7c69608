// Connected areas of one colour name, with what is needed to tell their shape.
import { besides, type ColourMap } from './colour-map.ts';
import { type ColourName, colourNames } from './colour-names.ts';
import type { View } from './picture.ts';

export interface Region {
  readonly colour: ColourName;
  /** In pixels of the view. */
  readonly area: number;
  /** For each of its rows, from the top one on, the first and the last pixel. */
  readonly rows: readonly (readonly [first: number, last: number])[];
  readonly top: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly centreX: number;
  readonly centreY: number;
  /** How much its brightness varies inside, from 0 to 255: a standard deviation. */
  readonly shading: number;
}

/** Largest first. */
export function regionsOf(map: ColourMap, view: View): readonly Region[] {
  const seen = new Uint8Array(map.labels.length);
  const regions: Region[] = [];
  for (let at = 0; at < seen.length; at += 1) {
    if (seen[at] === 0) regions.push(measured(flooded(at, map, seen), map, view));
  }
  return regions.sort((a, b) => b.area - a.area);
}

function flooded(start: number, { labels, width, height }: ColourMap, seen: Uint8Array): readonly number[] {
  const members = [start];
  seen[start] = 1;
  for (const at of members) {
    for (const beside of besides(at, width, height)) {
      if (seen[beside] !== 0 || labels[beside] !== labels[start]) continue;
      seen[beside] = 1;
      members.push(beside);
    }
  }
  return members;
}

function measured(members: readonly number[], { labels, plain, width }: ColourMap, { pixels }: View): Region {
  const rows = new Map<number, [number, number]>();
  let sumX = 0;
  let sumY = 0;
  let inside = 0;
  let sum = 0;
  let squares = 0;
  for (const at of members) {
    const x = at % width;
    const y = (at - x) / width;
    sumX += x;
    sumY += y;
    const row = rows.get(y);
    if (row === undefined) rows.set(y, [x, x]);
    else {
      row[0] = Math.min(row[0], x);
      row[1] = Math.max(row[1], x);
    }
    if (plain[at] === 0) continue;
    inside += 1;
    const light = luma(pixels, at);
    sum += light;
    squares += light ** 2;
  }
  const area = members.length;
  const sorted = [...rows].sort(([a], [b]) => a - b);
  const top = sorted[0]?.[0] ?? 0;
  const extents = sorted.map(([, extent]) => extent);
  return {
    colour: colourNames[labels[members[0] ?? 0] ?? 0] ?? 'black',
    area,
    rows: extents,
    top,
    bottom: top + extents.length - 1,
    left: extents.reduce((least, [first]) => Math.min(least, first), Number.POSITIVE_INFINITY),
    right: extents.reduce((most, [, last]) => Math.max(most, last), 0),
    centreX: sumX / area + 0.5,
    centreY: sumY / area + 0.5,
    shading: inside === 0 ? 0 : Math.sqrt(Math.max(0, squares / inside - (sum / inside) ** 2)),
  };
}

/** Rec. 709 weights on the stored values, 0 to 255. */
export function luma(pixels: Uint8Array, at: number): number {
  return 0.2126 * (pixels[3 * at] ?? 0) + 0.7152 * (pixels[3 * at + 1] ?? 0) + 0.0722 * (pixels[3 * at + 2] ?? 0);
}
