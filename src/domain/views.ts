// Texts as somebody sees them, with the way back to what was written: a secret can be interrupted by what is not shown.

export interface View {
  readonly text: string;
  /** Where in the written text the characters from `start` to `end` of this one stand, with all between them. */
  placeOf(start: number, end: number): Place;
}

/** From `start` to `end`, without it. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** All of it. */
export function wholeView(text: string): View {
  return { text, placeOf: (start, end) => ({ start, end }) };
}

/** Without what `pattern`, which is global and never empty, finds; the same view where it finds nothing. */
export function viewWithout(view: View, pattern: RegExp): View {
  const kept: string[] = [];
  /** Where in the text a piece that is kept begins, and where that is in the written one. */
  const begins: number[] = [];
  const written: number[] = [];
  let length = 0;
  let from = 0;
  const keep = (end: number): void => {
    if (end === from) return;
    begins.push(length);
    written.push(from);
    kept.push(view.text.slice(from, end));
    length += end - from;
  };
  for (const { index, 0: found } of view.text.matchAll(pattern)) {
    keep(index);
    from = index + found.length;
  }
  if (from === 0) return view;
  keep(view.text.length);
  const back = (at: number): number => {
    const piece = lastAtMost(begins, at);
    return (written[piece] ?? 0) + at - (begins[piece] ?? 0);
  };
  return { text: kept.join(''), placeOf: (start, end) => view.placeOf(back(start), back(end - 1) + 1) };
}

/** The index of the last of `sorted` that is not greater than `value`. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
