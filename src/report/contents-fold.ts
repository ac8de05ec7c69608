// What the results of a domain hold at all, one result at a time: decides which columns are worth showing. Pure.
import type { TrialGpu, TrialResult } from '../domain/results.ts';
import { type Contents, type GpuFigure, gpuFigures } from './run-data.ts';

type Flags = { -readonly [Key in Exclude<keyof Contents, 'metrics' | 'gpus'>]: boolean };

export class ContentsFold {
  readonly #metrics = new Set<string>();
  readonly #gpus = new Map<number, Set<GpuFigure>>();
  readonly #flags: Flags = {
    groups: false,
    loadouts: false,
    tags: false,
    steps: false,
    validity: false,
    serviceLogs: false,
    audio: false,
    transcripts: false,
    services: false,
  };

  add(result: TrialResult): void {
    const { actual } = result;
    const services = Object.values(result.services);
    for (const name of Object.keys(result.metrics)) this.#metrics.add(name);
    for (const gpu of result.gpus ?? []) this.#addGpu(gpu);
    const flags = this.#flags;
    flags.groups ||= result.group !== null;
    flags.loadouts ||= result.loadout !== null;
    flags.tags ||= result.tags.length > 0;
    flags.steps ||= result.steps.length > 0;
    flags.validity ||= result.validity.length > 0;
    flags.serviceLogs ||= services.some((service) => service.log !== undefined);
    flags.services ||= services.length > 0;
    flags.audio ||= actual?.audioPath !== undefined;
    flags.transcripts ||= actual?.transcript !== undefined;
  }

  get(): Contents {
    const gpus = new Map([...this.#gpus].sort(([a], [b]) => a - b));
    return { metrics: this.#metrics, gpus, ...this.#flags };
  }

  #addGpu(gpu: TrialGpu): void {
    const known = this.#gpus.get(gpu.index) ?? new Set();
    for (const figure of gpuFigures) if (gpu[figure] !== undefined) known.add(figure);
    this.#gpus.set(gpu.index, known);
  }
}
