// A journal to write tests with: events are numbered and timed as the recorder does it.
import { journalVersion, type RecordedEvent, type SessionEvent } from '../../src/domain/events.ts';
import type { TelemetrySample } from '../../src/domain/samples.ts';

export type SampleInput =
  | { readonly kind: 'event'; readonly recorded: RecordedEvent }
  | { readonly kind: 'sample'; readonly sample: TelemetrySample };

const begin = Date.parse('2026-11-21T14:30:00.000Z');

/** Numbers events as the recorder does; `after` is the time since the one before. */
export class SampleJournal {
  readonly inputs: SampleInput[] = [];
  #seq = 0;
  #elapsedMs = 0;

  event(event: SessionEvent, after = 5): RecordedEvent {
    this.#seq += 1;
    this.#elapsedMs += after;
    const at = new Date(begin + this.#elapsedMs).toISOString();
    const recorded = { v: journalVersion, seq: this.#seq, at, elapsedMs: this.#elapsedMs, event };
    this.inputs.push({ kind: 'event', recorded });
    return recorded;
  }

  sample(cpuPercent: number, gpuUsedMiB?: number): void {
    const gpu = {
      index: 0,
      uuid: 'GPU-0',
      name: 'NVIDIA GeForce RTX 4090',
      vramTotalMiB: 24564,
      utilizationPercent: 87,
      temperatureC: 64,
    };
    this.inputs.push({
      kind: 'sample',
      sample: {
        at: new Date(begin + this.#elapsedMs).toISOString(),
        elapsedMs: this.#elapsedMs,
        host: { cpuPercent, memoryUsedMiB: 21_900, memoryTotalMiB: 64_216 },
        gpus: gpuUsedMiB === undefined ? [] : [{ ...gpu, vramUsedMiB: gpuUsedMiB }],
        services: [{ service: 'builtin/tiny-markov', processes: 1, cpuPercent: 12, rssMiB: 84 }],
      },
    });
  }
}
