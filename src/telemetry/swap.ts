// How much the machine has swapped, in and out together: numbers of a machine that swaps are numbers of its disk. Linux only.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesPerMiB } from '../domain/units.ts';
import { createRecentSamples } from './recent-samples.ts';

export class SwapMeter {
  readonly #directory: string;
  readonly #pageBytes: number | null;
  /** MiB since the machine was started. */
  readonly #totals = createRecentSamples();

  constructor(procDirectory: string) {
    this.#directory = procDirectory;
    this.#pageBytes = pageBytes(procDirectory);
  }

  sample(atMs: number): void {
    const total = this.#read();
    if (total !== null) this.#totals.add(atMs, total);
  }

  /** MiB between the last samples at or before these two times; undefined where the system does not tell. */
  between(fromMs: number, toMs: number): number | undefined {
    const before = this.#totals.lastAt(fromMs);
    const after = this.#totals.lastAt(toMs);
    return before === undefined || after === undefined ? undefined : after - before;
  }

  #read(): number | null {
    const text = contentOf(join(this.#directory, 'vmstat'))?.toString() ?? '';
    const pages = [...text.matchAll(/^pswp(?:in|out) (\d+)$/gm)].map(([, count]) => Number(count));
    if (this.#pageBytes === null || pages.length !== 2) return null;
    return pages.reduce((sum, count) => sum + count, 0) * (this.#pageBytes / bytesPerMiB);
  }
}

/** From what the kernel tells every program at its start: pairs of a kind and a value, eight bytes each. */
function pageBytes(procDirectory: string): number | null {
  const pageSizeKind = 6n;
  const pairs = contentOf(join(procDirectory, 'self', 'auxv'));
  for (let at = 0; pairs !== null && at + 16 <= pairs.length; at += 16) {
    if (pairs.readBigUInt64LE(at) === pageSizeKind) return Number(pairs.readBigUInt64LE(at + 8));
  }
  return null;
}

function contentOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null; // not on this system
  }
}
