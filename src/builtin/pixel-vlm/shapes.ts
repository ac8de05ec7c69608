// What shape a region has, by how much of its surrounding rectangle it fills and how round it is.
import {
  areaOf,
  convexHull,
  type Ellipse,
  ellipseOf,
  largestTriangle,
  type Point,
  smallestRectangle,
} from './outline.ts';
import type { Region } from './regions.ts';

export const shapeKinds = ['circle', 'ellipse', 'square', 'rectangle', 'triangle', 'line', 'shape'] as const;
/** `shape` is one that has no other of these names. */
export type ShapeKind = (typeof shapeKinds)[number];

export interface Form {
  readonly kind: ShapeKind;
  /** Only its outline is drawn. */
  readonly hollow: boolean;
}

export function formOf(region: Region): Form {
  const hull = convexHull(region);
  const spanned = region.rows.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  const kind = kindOf(hull, spanned);
  return { kind, hollow: kind !== 'shape' && kind !== 'line' && region.area / spanned < 0.6 };
}

/** `spanned`: the pixels from the first to the last of each row. */
function kindOf(hull: readonly Point[], spanned: number): ShapeKind {
  const area = areaOf(hull);
  const box = smallestRectangle(hull);
  const filled = area / (box.long * box.short);
  const ratio = box.long / box.short;
  // Pixels have corners: the smaller or thinner something is, the less exact is all of this.
  const slack = 1 / box.short;
  if (spanned / area < 0.85 - slack) return 'shape';
  if (ratio >= 6 && filled > 0.6) return 'line';
  if (filled > 0.9) return ratio < 1.12 + slack ? 'square' : 'rectangle';
  if (largestTriangle(hull) / area > 0.88 - slack) return 'triangle';
  const ellipse = ellipseOf(hull);
  if (roundness(hull, area, ellipse) < 0.9 - slack) return 'shape';
  return ellipse.longAxis / ellipse.shortAxis < 1.12 + slack ? 'circle' : 'ellipse';
}

/** How much is filled of the ellipse that has the same proportions and reaches the farthest corner. */
function roundness(hull: readonly Point[], area: number, { centre, along, longAxis, shortAxis }: Ellipse): number {
  const farthest = hull.reduce((most, { x, y }) => {
    const dx = x - centre.x;
    const dy = y - centre.y;
    const inLong = (dx * along.x + dy * along.y) / longAxis;
    const inShort = (dy * along.x - dx * along.y) / shortAxis;
    return Math.max(most, inLong ** 2 + inShort ** 2);
  }, 0);
  return area / (Math.PI * longAxis * shortAxis * farthest);
}
