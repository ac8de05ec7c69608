// Offsets in a text → line and column, with any kind of line end.
import type { Place } from '../problems.ts';

export class TextLines {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = [0, ...Array.from(text.matchAll(/\r\n|\r|\n/g), (end) => end.index + end[0].length)];
  }

  /** At most to the end of its line, at least one character. */
  place(start: number, length: number): Place {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= start) low = middle;
      else high = middle - 1;
    }
    const rest = this.#text.slice(start, start + length).search(/[\r\n]/);
    const column = start - (this.#starts[low] ?? 0) + 1;
    return { position: { line: low + 1, column }, length: Math.max(1, rest === -1 ? length : rest) };
  }

  /** The lines with where each begins. */
  *lines(): Generator<{ readonly text: string; readonly start: number }> {
    for (const [index, start] of this.#starts.entries()) {
      const end = this.#starts[index + 1] ?? this.#text.length;
      yield { text: this.#text.slice(start, end).replace(/[\r\n]+$/, ''), start };
    }
  }
}
