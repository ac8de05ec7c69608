// The samples of one GPU over the last two hours at 200 ms, in one array of numbers: 1.7 MB when full. The oldest go first.
import type { GpuSample } from '../domain/samples.ts';
import { bitsToCauses, causesToBits } from './throttling.ts';

/** Null = not measured. */
export interface Reading {
  readonly atMs: number;
  readonly vramUsedMiB: number | null;
  readonly utilizationPercent: number | null;
  readonly temperatureC: number | null;
  readonly powerW: number | null;
  readonly throttling: readonly string[] | null;
}

export interface SeriesWindow {
  /** The last reading before it. */
  readonly before: Reading | null;
  /** Both ends included. */
  readonly inside: readonly Reading[];
}

const numbersEach = 6;
const firstRoom = 512;
const fullRoom = 36_000;

export class GpuSeries {
  #numbers = new Float64Array(firstRoom * numbersEach);
  /** Readings in it, and where the oldest lies. */
  #count = 0;
  #oldest = 0;

  add(atMs: number, sample: GpuSample): void {
    this.#makeRoom();
    const { vramUsedMiB, utilizationPercent, temperatureC, powerW, throttling } = sample;
    const bits = throttling === undefined ? undefined : causesToBits(throttling);
    const numbers = [atMs, vramUsedMiB, utilizationPercent, temperatureC, powerW, bits];
    this.#numbers.set(
      numbers.map((value) => value ?? Number.NaN),
      this.#offset(this.#count) * numbersEach,
    );
    this.#count += 1;
  }

  window(fromMs: number, toMs: number): SeriesWindow {
    const first = this.#firstFrom(fromMs);
    const inside: Reading[] = [];
    for (let place = first; place < this.#count && this.#timeAt(place) <= toMs; place += 1) {
      inside.push(this.#readingAt(place));
    }
    return { before: first === 0 ? null : this.#readingAt(first - 1), inside };
  }

  #makeRoom(): void {
    if (this.#count === fullRoom) {
      this.#oldest = (this.#oldest + 1) % fullRoom;
      this.#count -= 1;
      return;
    }
    if (this.#count * numbersEach < this.#numbers.length) return;
    const larger = new Float64Array(Math.min(this.#count * 2, fullRoom) * numbersEach);
    larger.set(this.#numbers); // nothing has been dropped yet, so the oldest lies at the start
    this.#numbers = larger;
  }

  /** The place of the first reading at `fromMs` or later; times only grow. */
  #firstFrom(fromMs: number): number {
    let low = 0;
    let high = this.#count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#timeAt(middle) < fromMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #offset(place: number): number {
    return (this.#oldest + place) % fullRoom;
  }

  #timeAt(place: number): number {
    return this.#numbers[this.#offset(place) * numbersEach] ?? Number.NaN;
  }

  #readingAt(place: number): Reading {
    const at = this.#offset(place) * numbersEach;
    const bits = known(this.#numbers[at + 5]);
    return {
      atMs: this.#timeAt(place),
      vramUsedMiB: known(this.#numbers[at + 1]),
      utilizationPercent: known(this.#numbers[at + 2]),
      temperatureC: known(this.#numbers[at + 3]),
      powerW: known(this.#numbers[at + 4]),
      throttling: bits === null ? null : bitsToCauses(bits),
    };
  }
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}
