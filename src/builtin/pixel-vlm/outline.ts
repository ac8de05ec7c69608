// Geometry of a region's outline: its convex hull, the smallest rectangle round it, the largest triangle in it.
import type { Region } from './regions.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Rectangle {
  readonly long: number;
  readonly short: number;
}

/** The ellipse that has the same centre and the same second moments. */
export interface Ellipse {
  readonly centre: Point;
  readonly longAxis: number;
  readonly shortAxis: number;
  /** Unit vector along the long axis. */
  readonly along: Point;
}

/** Counter-clockwise, through the corners of the outermost pixels (Andrew's monotone chain). */
export function convexHull({ rows, top }: Region): readonly Point[] {
  const points = rows.flatMap(([first, last], row) => [
    { x: first, y: top + row },
    { x: last + 1, y: top + row },
    { x: first, y: top + row + 1 },
    { x: last + 1, y: top + row + 1 },
  ]);
  points.sort((a, b) => a.x - b.x || a.y - b.y);
  return [...halfHull(points), ...halfHull(points.toReversed())];
}

function halfHull(points: readonly Point[]): readonly Point[] {
  const hull: Point[] = [];
  for (const point of points) {
    for (let last = hull.at(-1), before = hull.at(-2); last && before; last = hull.at(-1), before = hull.at(-2)) {
      if (cross(before, last, point) > 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull.slice(0, -1);
}

/** Twice the area of the triangle, positive where it turns left. */
function cross(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

export function areaOf(hull: readonly Point[]): number {
  const first = hull[0] ?? { x: 0, y: 0 };
  return hull.reduce((sum, point, index) => sum + cross(first, point, hull[(index + 1) % hull.length] ?? first), 0) / 2;
}

/** One of its sides lies on an edge of the hull. */
export function smallestRectangle(hull: readonly Point[]): Rectangle {
  let best: Rectangle | null = null;
  for (const [index, from] of hull.entries()) {
    const to = hull[(index + 1) % hull.length] ?? from;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const found = rectangleAlong(hull, { x: (to.x - from.x) / length, y: (to.y - from.y) / length });
    if (best === null || found.long * found.short < best.long * best.short) best = found;
  }
  return best ?? { long: 0, short: 0 };
}

function rectangleAlong(hull: readonly Point[], axis: Point): Rectangle {
  const length = spanOf(hull.map(({ x, y }) => x * axis.x + y * axis.y));
  const width = spanOf(hull.map(({ x, y }) => y * axis.x - x * axis.y));
  return { long: Math.max(length, width), short: Math.min(length, width) };
}

function spanOf(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}

/** Moments of the hull's area, summed over the triangles from its first corner; semi-axes are twice the deviations. */
export function ellipseOf(hull: readonly Point[]): Ellipse {
  const origin = hull[0] ?? { x: 0, y: 0 };
  let area = 0;
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0];
  for (const [index, from] of hull.entries()) {
    const to = hull[(index + 1) % hull.length] ?? from;
    const [ax, ay, bx, by] = [from.x - origin.x, from.y - origin.y, to.x - origin.x, to.y - origin.y];
    const weight = (ax * by - bx * ay) / 2;
    area += weight;
    x += (weight * (ax + bx)) / 3;
    y += (weight * (ay + by)) / 3;
    xx += (weight * (ax * ax + ax * bx + bx * bx)) / 6;
    xy += (weight * (2 * ax * ay + ax * by + bx * ay + 2 * bx * by)) / 12;
    yy += (weight * (ay * ay + ay * by + by * by)) / 6;
  }
  const mean = { x: x / area, y: y / area };
  const [varX, varY, both] = [xx / area - mean.x ** 2, yy / area - mean.y ** 2, xy / area - mean.x * mean.y];
  const spread = Math.hypot((varX - varY) / 2, both);
  const angle = Math.atan2(2 * both, varX - varY) / 2;
  return {
    centre: { x: origin.x + mean.x, y: origin.y + mean.y },
    longAxis: 2 * Math.sqrt(Math.max(0, (varX + varY) / 2 + spread)),
    shortAxis: 2 * Math.sqrt(Math.max(0, (varX + varY) / 2 - spread)),
    along: { x: Math.cos(angle), y: Math.sin(angle) },
  };
}

/** Its area; corners are points of the hull, the third as far as possible from the line through the others. */
export function largestTriangle(hull: readonly Point[]): number {
  let largest = 0;
  for (const [index, a] of hull.entries()) {
    for (const b of hull.slice(index + 1)) {
      for (const c of hull) largest = Math.max(largest, cross(a, b, c) / 2);
    }
  }
  return largest;
}
