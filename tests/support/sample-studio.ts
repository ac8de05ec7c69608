// A run at its busiest: several GPUs, services kept between loadouts, a model that is being fetched, others on the GPUs,
// a chain of models. What a dashboard and a report must find room for.
import type { SessionEvent } from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import type { GpuProcess, GpuSample, TelemetrySample } from '../../src/domain/samples.ts';
import { sampleConversation, sampleSpeech, sampleTranscription, sampleVision } from './sample-drivers.ts';
import { runStarted } from './sample-events.ts';
import { SampleJournal } from './sample-journal.ts';
import { sampleResult } from './sample-results.ts';

/** A GPU that has work; the second one of a machine is being slowed down. */
export function sampleGpu(index: number, over: Partial<GpuSample> = {}): GpuSample {
  return {
    index,
    uuid: `GPU-${index}`,
    name: 'NVIDIA GeForce RTX 4090',
    vramTotalMiB: 24_564,
    vramUsedMiB: index === 0 ? 11_840 : 3120 + index * 1400,
    utilizationPercent: 87 - index * 9,
    temperatureC: 64 + index * 5,
    powerW: 285 + index * 12,
    throttling: index === 1 ? ['thermal'] : [],
    ...over,
  };
}

const foreign: GpuProcess = { gpuUuid: 'GPU-0', pid: 4242, name: '/usr/bin/python3', usedMiB: 3174 };

export interface Studio {
  readonly gpus?: readonly GpuSample[];
  readonly foreign?: boolean;
}

const services = {
  stt: 'builtin/modem-stt',
  llm: 'ollama/qwen3:8b',
  tts: 'builtin/modem-tts',
} as const;

/** In the middle of the conversations; the transcriber of the domain before was kept. */
export function studioUnderWay({ gpus = [sampleGpu(0)], foreign: others = true }: Studio = {}): SampleJournal {
  const journal = new SampleJournal();
  journal.event(studioStarted());
  journal.event({
    type: 'existing.stopped',
    service: services.llm,
    program: 'ollama',
    pid: 812,
    port: 11_434,
    unit: 'ollama.service',
  });
  openDomain(journal, 'stt', 'modem-stt', [services.stt]);
  start(journal, services.stt, true, 41_001);
  trial(journal, sampleTranscription());
  closeLoadout(journal, 'stt', 'modem-stt');
  openDomain(journal, 'sts', 'full-stack', Object.values(services));
  start(journal, services.llm, false, 41_002);
  start(journal, services.tts, true, 41_003);
  for (let repeat = 1; repeat <= 2; repeat += 1) trial(journal, sampleConversation({ repeat }));
  trial(journal, sampleConversation({ repeat: 3, validity: [throttled] }));
  trial(journal, sampleSpeech({ domain: 'sts' }));
  trial(journal, sampleVision({ domain: 'sts' }));
  trial(journal, sampleResult({ domain: 'sts' }));
  journal.inputs.push({ kind: 'sample', sample: telemetry(gpus, others ? [foreign] : []) });
  return journal;
}

/** While a model is fetched for the second loadout, and the service of the first one is kept for later. */
export function studioPulling(): SampleJournal {
  const journal = new SampleJournal();
  journal.event(studioStarted());
  openDomain(journal, 'stt', 'modem-stt', [services.stt]);
  start(journal, services.stt, true, 41_001);
  trial(journal, sampleTranscription());
  closeLoadout(journal, 'stt', 'modem-stt');
  openDomain(journal, 'llm', 'qwen3-8b', [services.llm]);
  journal.event(starting(services.llm, false, 41_002));
  const progress = { completedBytes: 1_788_000_000, totalBytes: 5_225_000_000 };
  journal.event({ type: 'model.pulling', service: services.llm, model: 'qwen3:8b', status: 'pulling', progress }, 900);
  journal.inputs.push({ kind: 'sample', sample: telemetry([sampleGpu(0)], []) });
  return journal;
}

export const throttled = { reason: 'gpu-throttled', detail: 'GPU 1 was slowed down (thermal) in 3 of 9 samples' };

function studioStarted(): SessionEvent {
  const started = runStarted({ gpu: true });
  if (started.type !== 'run.started') return started;
  const domains = (['stt', 'sts', 'llm'] as const).map((driver) => {
    return { name: driver, driver, loadouts: ['one'], tests: 6, trials: 6 };
  });
  return { ...started, domains, tests: 18, trials: 18 };
}

function openDomain(journal: SampleJournal, driver: 'stt' | 'sts' | 'llm', loadout: string, ids: readonly string[]) {
  journal.event({ type: 'domain.started', domain: driver, driver, tests: 6, trials: 6 });
  journal.event({ type: 'loadout.started', domain: driver, loadout, services: ids });
}

function starting(service: string, builtin: boolean, port: number): SessionEvent {
  const [adapter = '', model = ''] = service.split('/');
  const about = { adapter, model, api: builtin ? 'openai' : 'ollama', domain: 'sts', builtin, port } as const;
  const url = `http://127.0.0.1:${port}`;
  return { type: 'service.starting', service, ...about, url, log: `svc_${model}.log`, pid: port };
}

function start(journal: SampleJournal, service: string, builtin: boolean, port: number): void {
  journal.event(starting(service, builtin, port), 20);
  const details = builtin ? {} : { contextLength: 4096, layersOnGpu: '37/37', sizeMiB: 5964, sizeVramMiB: 5964 };
  const ready = { startupMs: 840, version: '0.13.0', modelDigest: null, binary: null, details };
  journal.event({ type: 'service.ready', service, ...ready }, 840);
}

function trial(journal: SampleJournal, result: TrialResult): void {
  const { testId, name, domain, loadout, repeat, attempt, durationMs } = result;
  journal.event({ type: 'trial.started', testId, name, domain, loadout, repeat, repeats: repeat, attempt });
  journal.event({ type: 'trial.finished', result }, durationMs);
}

function closeLoadout(journal: SampleJournal, domain: string, loadout: string): void {
  const times = { setupMs: 860, warmupMs: 120, executionMs: 405, cleanupMs: 31 };
  const gpus = [0, 1].map((index) => ({
    index,
    name: 'NVIDIA GeForce RTX 4090',
    beforeMiB: 412,
    loadedMiB: 5987 - index * 5575,
    peakMiB: 6120 - index * 5708,
    afterMiB: 418,
  }));
  journal.event({ type: 'loadout.finished', domain, loadout, ...times, gpus });
  journal.event({ type: 'domain.finished', domain, durationMs: 1400 });
}

function telemetry(gpus: readonly GpuSample[], others: readonly GpuProcess[]): TelemetrySample {
  return {
    at: '2026-11-21T14:30:09.000Z',
    elapsedMs: 9000,
    host: { cpuPercent: 41, memoryUsedMiB: 21_900, memoryTotalMiB: 64_216 },
    gpus,
    services: [
      { service: services.stt, processes: 1, cpuPercent: 12, rssMiB: 84 },
      { service: services.llm, processes: 3, cpuPercent: 96, rssMiB: 1210, vramMiB: 5964 },
      { service: services.tts, processes: 1, cpuPercent: 3, rssMiB: 91 },
    ],
    foreignGpuProcesses: others,
  };
}
