// Everything that can be said of one picture, measured from its pixels.
import { type ColourMap, colourMap } from './colour-map.ts';
import { type ColourName, colourNames } from './colour-names.ts';
import type { Picture, View } from './picture.ts';
import { luma, type Region, regionsOf } from './regions.ts';
import { type Form, formOf } from './shapes.ts';

export interface Findings {
  readonly format: Picture['format'];
  readonly width: number;
  readonly height: number;
  readonly orientation: 'landscape' | 'portrait' | 'square';
  /** Largest share first; shares from 0 to 1. */
  readonly colours: readonly { readonly name: ColourName; readonly share: number }[];
  /** Null where no colour prevails along the edge. */
  readonly background: ColourName | null;
  readonly shapes: readonly Shape[];
  readonly stripes: Stripes | null;
  /** Mean and standard deviation of the luma, from 0 to 1. */
  readonly brightness: number;
  readonly contrast: number;
  readonly uniform: boolean;
  /** Hardly any plain areas: a photograph, a texture or noise. */
  readonly textured: boolean;
}

export interface Shape extends Form {
  readonly colour: ColourName;
  readonly position: string;
  /** Of the picture's area. */
  readonly share: number;
}

export interface Stripes {
  readonly direction: 'horizontal' | 'vertical';
  /** From the top, or from the left. */
  readonly colours: readonly ColourName[];
}

/** Smaller regions are specks. */
const leastShapeShare = 0.0006;
const leastShapePixels = 20;
/** A region that is shaded more than this has no colour of its own: part of a gradient. */
const mostShading = 8;

export function look({ format, width, height, view }: Picture): Findings {
  const map = colourMap(view);
  const textured = map.plainShare < 0.4;
  const { brightness, contrast } = light(view);
  const colours = shares(map);
  const uniform = (colours[0]?.share ?? 0) > 0.99 && contrast < 0.02;
  // A texture falls into thousands of regions that mean nothing.
  const regions = textured || uniform ? [] : regionsOf(map, view);
  const stripes = stripesIn(regions, view);
  const background = stripes === null ? backgroundOf(map) : null;
  return {
    format,
    width,
    height,
    orientation: width > height ? 'landscape' : width < height ? 'portrait' : 'square',
    colours,
    background,
    shapes: stripes === null ? shapesIn(regions, view, background) : [],
    stripes,
    brightness,
    contrast,
    uniform,
    textured,
  };
}

function shares({ labels }: ColourMap): Findings['colours'] {
  const counts = new Array<number>(colourNames.length).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return colourNames
    .map((name, index) => ({ name, share: (counts[index] ?? 0) / labels.length }))
    .filter(({ share }) => share >= 0.002)
    .sort((a, b) => b.share - a.share);
}

function backgroundOf({ labels, width, height }: ColourMap): ColourName | null {
  const counts = new Map<number, number>();
  let edge = 0;
  for (const [at, label] of labels.entries()) {
    const x = at % width;
    const y = (at - x) / width;
    if (x > 0 && x < width - 1 && y > 0 && y < height - 1) continue;
    edge += 1;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [label, count] = [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  return count / edge >= 0.6 ? (colourNames[label] ?? null) : null;
}

function shapesIn(regions: readonly Region[], view: View, background: ColourName | null): readonly Shape[] {
  const whole = view.width * view.height;
  return regions
    .filter(
      ({ area, colour, shading }) =>
        colour !== background && area >= Math.max(leastShapePixels, leastShapeShare * whole) && shading <= mostShading,
    )
    .map((region) => ({
      ...formOf(region),
      colour: region.colour,
      position: positionOf(region, view),
      share: region.area / whole,
    }));
}

function positionOf({ centreX, centreY }: Region, { width, height }: View): string {
  const row = ['top', '', 'bottom'][Math.min(2, Math.floor((3 * centreY) / height))] ?? '';
  const column = ['left', '', 'right'][Math.min(2, Math.floor((3 * centreX) / width))] ?? '';
  return `${row} ${column}`.trim() || 'centre';
}

/** Plain bands from edge to edge that make up the picture. */
function stripesIn(regions: readonly Region[], { width, height }: View): Stripes | null {
  for (const direction of ['horizontal', 'vertical'] as const) {
    const bands = regions.filter(({ area, left, right, top, bottom, shading }) => {
      const spans = direction === 'horizontal' ? right - left + 1 === width : bottom - top + 1 === height;
      return spans && area / ((right - left + 1) * (bottom - top + 1)) > 0.95 && shading <= mostShading;
    });
    const covered = bands.reduce((sum, { area }) => sum + area, 0) / (width * height);
    if (bands.length < 2 || covered < 0.95) continue;
    const start = ({ top, left }: Region): number => (direction === 'horizontal' ? top : left);
    return { direction, colours: bands.toSorted((a, b) => start(a) - start(b)).map(({ colour }) => colour) };
  }
  return null;
}

function light({ pixels, width, height }: View): { readonly brightness: number; readonly contrast: number } {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < width * height; at += 1) {
    const value = luma(pixels, at) / 255;
    sum += value;
    squares += value ** 2;
  }
  const brightness = sum / (width * height);
  return { brightness, contrast: Math.sqrt(Math.max(0, squares / (width * height) - brightness ** 2)) };
}
