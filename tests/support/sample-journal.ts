// A journal and results to write tests with: events are numbered and timed as the recorder does it.
import {
  journalVersion,
  type RecordedEvent,
  type SessionEvent,
  type TelemetrySample,
} from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';

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

export function sampleResult(over: Partial<TrialResult> = {}): TrialResult {
  return {
    testId: 'LLM-001[tiny-markov]',
    scenario: 'LLM-001',
    name: 'Continues a sentence',
    description: null,
    domain: 'llm',
    driver: 'llm',
    group: 'basics',
    loadout: 'tiny-markov',
    priority: 'P1',
    tags: [],
    repeat: 1,
    attempt: 1,
    status: 'passed',
    flaky: false,
    startedAt: '2026-11-21T14:30:05.123Z',
    durationMs: 812.4,
    services: {
      llm: {
        service: 'builtin',
        model: 'tiny-markov',
        builtin: true,
        log: { file: 'svc_llm_tiny-markov_20261121_143001.log', from: 1204, to: 3310 },
      },
    },
    metrics: { ttftMs: 41.2, e2eMs: 812.4, outputTokens: 96, tokenSource: 'server', decodeTokensPerSecond: 123.2 },
    validity: [],
    checks: [{ name: 'matches', passed: true, expected: '\\w+', actual: '… jumps over …' }],
    steps: [],
    actual: { content: 'jumps over the lazy dog', path: null },
    error: null,
    ...over,
  };
}
