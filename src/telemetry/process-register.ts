// The processes that hold memory of GPUs: now, and in the past as far as validity and peaks need it.
import type { GpuProcess } from '../domain/samples.ts';
import { type Owner, Ownership } from './ownership.ts';
import { createRecentSamples } from './recent-samples.ts';
import { peakOf, sumOf } from './sample-statistics.ts';
import type { ServiceProcesses } from './service-usage.ts';
import { type Holding, Sightings } from './sightings.ts';

/** Drivers are asked every one or two seconds. */
const lookMs = 2000;
const lapseMs = 3 * lookMs;

interface Owned {
  readonly process: GpuProcess;
  readonly owner: Owner;
}

export class ProcessRegister {
  readonly #services: () => readonly ServiceProcesses[];
  readonly #ownership = new Ownership();
  /** By source; null where it cannot tell. */
  readonly #now = new Map<number, readonly Owned[] | null>();
  readonly #ofServices = new Sightings();
  readonly #foreign = new Sightings();
  readonly #serviceVram = createRecentSamples();

  constructor(services: () => readonly ServiceProcesses[]) {
    this.#services = services;
  }

  /** All processes that a source tells of; null when it cannot tell. */
  set(source: number, processes: readonly GpuProcess[] | null, atMs: number): void {
    const pids = new Set(this.#services().flatMap((service) => service.pids));
    const owned = processes?.map((process) => ({ process, owner: this.#ownership.ownerOf(process, pids) })) ?? null;
    this.#now.set(source, owned);
    for (const { process, owner } of owned ?? []) {
      if (owner === 'service') this.#ofServices.add(holding(process), atMs, lapseMs);
      if (owner === 'foreign' && process.usedMiB !== 0) this.#foreign.add(holding(process), atMs, lapseMs);
    }
    const vram = this.vramOf(pids);
    if (owned !== null && vram !== undefined) this.#serviceVram.add(atMs, vram);
  }

  all(): readonly GpuProcess[] {
    return this.#owned().map(({ process }) => process);
  }

  /** Undefined where no driver tells. */
  foreign(): readonly GpuProcess[] | undefined {
    if ([...this.#now.values()].every((owned) => owned === null)) return undefined;
    return this.#owned().flatMap(({ process, owner }) => (owner === 'foreign' ? [process] : []));
  }

  /**
   * MiB on all GPUs. Undefined where the driver names none of these processes: it may not know them, or know them by other
   * numbers.
   */
  vramOf(pids: ReadonlySet<number>): number | undefined {
    const amounts = this.#owned().flatMap(({ process }) => (pids.has(process.pid) ? (process.usedMiB ?? []) : []));
    return amounts.length === 0 ? undefined : sumOf(amounts);
  }

  serviceVramPeak(fromMs: number, toMs: number): number | undefined {
    return peakOf(this.#serviceVram.between(fromMs, toMs));
  }

  /** GPUs on which services were seen. */
  gpusOfServices(fromMs: number, toMs: number): ReadonlySet<string> {
    return new Set(this.#ofServices.between(fromMs, toMs, lookMs).map(({ gpuUuid }) => gpuUuid));
  }

  foreignBetween(fromMs: number, toMs: number): readonly Holding[] {
    return this.#foreign.between(fromMs, toMs, lookMs);
  }

  #owned(): readonly Owned[] {
    return [...this.#now.values()].flatMap((owned) => owned ?? []);
  }
}

function holding({ gpuUuid, pid, name, usedMiB }: GpuProcess): Holding {
  return { gpuUuid, pid, name, usedMiB: usedMiB ?? null };
}
