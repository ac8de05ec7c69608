// Looks for many expressions at once. Those that hold three characters which are always the same are tried only where these
// stand, so that a text is gone through once, however many secrets there are.
import type { Place } from './views.ts';

export const anchorLength = 3;

/** Parts of one expression. */
export interface Pattern {
  /** Three characters, as they are; null where the whole stands in `after`. */
  readonly anchor: string | null;
  readonly before: string;
  readonly after: string;
}

/** Overlapping places, too: one secret may begin within another. */
export type Search = (text: string) => readonly Place[];

export function searchFor(all: readonly Pattern[]): Search {
  // A long secret that repeats itself has the same parts many times.
  const patterns = [...new Map(all.map((pattern) => [Object.values(pattern).join('\n'), pattern])).values()];
  const anchored = patterns.flatMap(({ anchor, ...around }) => (anchor === null ? [] : [{ anchor, ...around }]));
  const others = patterns.filter(({ anchor }) => anchor === null).map(({ after }) => after);
  const searches = [
    ...(anchored.length === 0 ? [] : [searchByAnchor(anchored)]),
    ...(others.length === 0 ? [] : [searchAnywhere(others)]),
  ];
  return (text) => searches.flatMap((search) => search(text));
}

function searchAnywhere(sources: readonly string[]): Search {
  const expressions = sources.map((source) => new RegExp(source, 'g'));
  return (text) =>
    expressions.flatMap((expression) => {
      const places: Place[] = [];
      expression.lastIndex = 0;
      for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
        places.push({ start: found.index, end: expression.lastIndex });
        expression.lastIndex = found.index + 1;
      }
      return places;
    });
}

type Anchored = Pattern & { readonly anchor: string };

/** Fifteen bits of the last three characters. */
const bits = 0x7fff;

function addedTo(sum: number, code: number): number {
  return ((sum << 5) ^ code) & bits;
}

function searchByAnchor(patterns: readonly Anchored[]): Search {
  const known = new Uint8Array(bits + 1);
  const bySum = Map.groupBy(patterns, ({ anchor }) => sumOf(anchor));
  for (const sum of bySum.keys()) known[sum] = 1;
  const compiled = new Map<number, readonly RegExp[]>();
  const expressionsFor = (sum: number): readonly RegExp[] => {
    const expressions = compiled.get(sum) ?? (bySum.get(sum) ?? []).map(expressionOf);
    compiled.set(sum, expressions);
    return expressions;
  };
  return (text) => {
    const places: Place[] = [];
    let sum = 0;
    for (let at = 0; at < text.length; at += 1) {
      sum = addedTo(sum, text.charCodeAt(at));
      if (known[sum] === 0 || at + 1 < anchorLength) continue;
      for (const expression of expressionsFor(sum)) places.push(...placeAt(text, at + 1 - anchorLength, expression));
    }
    return places;
  };
}

function sumOf(anchor: string): number {
  return anchor.split('').reduce((sum, character) => addedTo(sum, character.charCodeAt(0)), 0);
}

/** Begins at the anchor; what is before it is looked at from there. */
function expressionOf({ anchor, before, after }: Anchored): RegExp {
  return new RegExp(`${anchor}${before === '' ? '' : `(?<=(${before})${anchor})`}${after}`, 'y');
}

function placeAt(text: string, anchor: number, expression: RegExp): readonly Place[] {
  expression.lastIndex = anchor;
  const found = expression.exec(text);
  return found === null ? [] : [{ start: anchor - (found[1] ?? '').length, end: expression.lastIndex }];
}
