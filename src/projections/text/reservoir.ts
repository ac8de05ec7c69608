// The median of a stream of numbers in bounded memory: exact up to the capacity, after that of a uniform random sample.

const capacity = 2000;

export class Reservoir {
  readonly #values: number[] = [];
  #seen = 0;
  #random = 0x2545f491;

  add(value: number): void {
    this.#seen += 1;
    if (this.#values.length < capacity) {
      this.#values.push(value);
      return;
    }
    // Vitter's algorithm R, with a generator of its own so that the same events give the same sample.
    const place = this.#next() % this.#seen;
    if (place < capacity) this.#values[place] = value;
  }

  /** Null where nothing was added. */
  median(): number | null {
    const sorted = this.#values.toSorted((a, b) => a - b);
    const upper = sorted[Math.floor(sorted.length / 2)];
    const lower = sorted[Math.ceil(sorted.length / 2) - 1];
    return upper === undefined || lower === undefined ? null : (lower + upper) / 2;
  }

  /** More values were added than are kept. */
  get sampled(): boolean {
    return this.#seen > capacity;
  }

  /** xorshift32. */
  #next(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x >>> 0;
    return this.#random;
  }
}
