// What a run records of its services and loadouts, besides the trials: for reports.
import type { SessionEvent } from '../../src/domain/events.ts';

const name = 'NVIDIA GeForce RTX 4090';

/** Built-in and real services, one that is not installed, one that died; memory on two GPUs, some of it kept. */
export const sampleLoadouts: readonly SessionEvent[] = [
  {
    type: 'existing.stopped',
    service: 'ollama/qwen3:8b',
    program: 'ollama',
    pid: 812,
    port: 11_434,
    unit: 'ollama.service',
  },
  starting('builtin/modem-stt', 'builtin', 'sts', true),
  ready('builtin/modem-stt', 310, {}),
  starting('ollama/qwen3:8b', 'ollama', 'sts', false),
  {
    type: 'service.ready',
    service: 'ollama/qwen3:8b',
    startupMs: 8120,
    version: '0.13.0',
    modelDigest: 'sha256:500a1f067a9f',
    binary: '/usr/local/bin/ollama',
    details: { contextLength: 4096, layersOnGpu: '37/37', sizeMiB: 5964, sizeVramMiB: 5964 },
  },
  starting('builtin/modem-tts', 'builtin', 'sts', true),
  ready('builtin/modem-tts', 290, {}),
  {
    type: 'loadout.finished',
    domain: 'sts',
    loadout: 'full-stack',
    setupMs: 8410,
    warmupMs: 2105,
    executionMs: 41_300,
    cleanupMs: 1840,
    gpus: [
      { index: 0, name, beforeMiB: 412, loadedMiB: 6376, peakMiB: 6532, afterMiB: 1312 },
      { index: 1, name, beforeMiB: 388, loadedMiB: 388, peakMiB: 390, afterMiB: 388 },
    ],
  },
  {
    type: 'memory.kept',
    domain: 'sts',
    loadout: 'full-stack',
    services: ['ollama/qwen3:8b'],
    waitedMs: 10_020,
    gpus: [{ index: 0, name, keptMiB: 900 }],
    holders: [{ gpuUuid: 'GPU-0', pid: 4711, name: '/usr/local/bin/ollama', usedMiB: 884 }],
  },
  starting('kokoro/kokoro-82m', 'openai-audio', 'tts', false),
  {
    type: 'service.exited',
    service: 'kokoro/kokoro-82m',
    exitCode: 1,
    signal: null,
    cause: "out of memory (the GPU's)",
    lastLines: ['loading the voice', 'RuntimeError: CUDA out of memory'],
    lastLine: 'RuntimeError: CUDA out of memory',
  },
  {
    type: 'service.failed',
    service: 'vllm/Qwen/Qwen2.5-1.5B-Instruct',
    skipped: true,
    message: 'vllm is not installed; get it with `pip install vllm`',
  },
  { type: 'existing.restarted', program: 'ollama', unit: 'ollama.service', error: null },
];

function starting(service: string, adapter: string, domain: string, builtin: boolean): SessionEvent {
  const model = service.split('/').slice(1).join('/');
  const log = `svc_${domain}_${model}_20261121_143001.log`;
  const where = { port: 41_235, url: 'http://127.0.0.1:41235', log, pid: 4711 };
  return { type: 'service.starting', service, adapter, model, api: 'openai', domain, builtin, ...where };
}

function ready(
  service: string,
  startupMs: number,
  details: Extract<SessionEvent, { type: 'service.ready' }>['details'],
): SessionEvent {
  return { type: 'service.ready', service, startupMs, version: '0.1.0', modelDigest: null, binary: null, details };
}
