// What each process held of a GPU's memory, and when it was seen with it. Only changes are kept, and only so many.

export interface Holding {
  readonly gpuUuid: string;
  readonly pid: number;
  readonly name: string | null;
  /** The most that it was seen with; null where the driver does not tell. */
  readonly usedMiB: number | null;
}

interface Sighting {
  readonly gpuUuid: string;
  readonly pid: number;
  readonly name: string | null;
  readonly firstMs: number;
  lastMs: number;
  /** From its time on it held so much. */
  readonly steps: { readonly atMs: number; readonly usedMiB: number | null }[];
}

const mostSightings = 256;
const mostSteps = 1000;

export class Sightings {
  readonly #all: Sighting[] = [];

  /** `lapseMs`: seen again after a longer time, it was away in between. */
  add(process: Holding, atMs: number, lapseMs: number): void {
    const { gpuUuid, pid, name, usedMiB } = process;
    const last = this.#all.findLast((each) => each.gpuUuid === gpuUuid && each.pid === pid && each.name === name);
    if (last === undefined || atMs - last.lastMs > lapseMs) {
      this.#all.push({ gpuUuid, pid, name, firstMs: atMs, lastMs: atMs, steps: [{ atMs, usedMiB }] });
      if (this.#all.length > mostSightings) this.#all.shift();
      return;
    }
    last.lastMs = atMs;
    if (last.steps.at(-1)?.usedMiB !== usedMiB) last.steps.push({ atMs, usedMiB });
    if (last.steps.length > mostSteps) last.steps.shift();
  }

  /** Who was seen in a window of time, or so shortly before it that nobody had looked again when it began. */
  between(fromMs: number, toMs: number, lookMs: number): readonly Holding[] {
    const seen = this.#all.filter(({ firstMs, lastMs }) => firstMs <= toMs && lastMs + lookMs >= fromMs);
    return seen.map(({ gpuUuid, pid, name, steps }) => {
      const before = steps.filter(({ atMs }) => atMs <= fromMs).at(-1);
      const inside = steps.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
      const amounts = [...(before === undefined ? [] : [before]), ...inside].flatMap(({ usedMiB }) => usedMiB ?? []);
      return { gpuUuid, pid, name, usedMiB: amounts.length === 0 ? null : Math.max(...amounts) };
    });
  }
}
