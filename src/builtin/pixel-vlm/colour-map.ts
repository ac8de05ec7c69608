// Every pixel's colour name, with the blends at edges given to one side or the other: what compression and smoothing mix
// there is not a colour of the picture.
import { type ColourName, colourName, colourNames } from './colour-names.ts';
import type { View } from './picture.ts';

export interface ColourMap {
  readonly width: number;
  readonly height: number;
  /** Index into `colourNames`, row by row. */
  readonly labels: Uint8Array;
  /** 1 where all neighbours have the same colour. */
  readonly plain: Uint8Array;
  /** Of all pixels; few = the picture is texture. */
  readonly plainShare: number;
}

const unknown = 255;
const indexOf = new Map<ColourName, number>(colourNames.map((name, index) => [name, index]));

export function colourMap({ width, height, pixels }: View): ColourMap {
  const raw = new Uint8Array(width * height);
  for (let at = 0; at < raw.length; at += 1) {
    const name = colourName(pixels[3 * at] ?? 0, pixels[3 * at + 1] ?? 0, pixels[3 * at + 2] ?? 0);
    raw[at] = indexOf.get(name) ?? 0;
  }
  const labels = new Uint8Array(raw.length).fill(unknown);
  const plain = new Uint8Array(raw.length);
  const settled: number[] = [];
  for (let at = 0; at < raw.length; at += 1) {
    if (!isPlain(raw, at, width, height)) continue;
    labels[at] = raw[at] ?? unknown;
    plain[at] = 1;
    settled.push(at);
  }
  const plainShare = settled.length / raw.length;
  if (settled.length === 0) return { width, height, labels: raw, plain, plainShare };
  grow(labels, raw, settled, width, height);
  return { width, height, labels, plain, plainShare };
}

/** Where the picture ends, nothing differs. */
function isPlain(raw: Uint8Array, at: number, width: number, height: number): boolean {
  const x = at % width;
  const y = (at - x) / width;
  for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny += 1) {
    for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx += 1) {
      if (raw[ny * width + nx] !== raw[at]) return false;
    }
  }
  return true;
}

/** Plain areas grow ring by ring; a pixel between two takes the colour that it has itself, else that of who comes first. */
function grow(labels: Uint8Array, raw: Uint8Array, settled: readonly number[], width: number, height: number): void {
  for (let front = settled; front.length > 0; ) {
    const reached = new Set<number>();
    const next: number[] = [];
    for (const at of front) {
      for (const beside of besides(at, width, height)) {
        if (labels[beside] !== unknown) continue;
        if (raw[beside] === labels[at]) {
          labels[beside] = labels[at] ?? unknown;
          next.push(beside);
        } else reached.add(at);
      }
    }
    for (const at of reached) {
      for (const beside of besides(at, width, height)) {
        if (labels[beside] !== unknown) continue;
        labels[beside] = labels[at] ?? unknown;
        next.push(beside);
      }
    }
    front = next;
  }
}

export function besides(at: number, width: number, height: number): number[] {
  const x = at % width;
  const found: number[] = [];
  if (x > 0) found.push(at - 1);
  if (x < width - 1) found.push(at + 1);
  if (at >= width) found.push(at - width);
  if (at < width * (height - 1)) found.push(at + width);
  return found;
}
