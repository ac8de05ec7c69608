// A plausible result of each driver, with the figures that such a trial has on a machine with two GPUs.
import type { Metrics, ServiceReference, StepResult, TrialGpu, TrialResult } from '../../src/domain/results.ts';
import { sampleResult } from './sample-results.ts';

const name = 'NVIDIA GeForce RTX 4090';

/** Of a trial that ran on the first of two GPUs. */
export const sampleGpus: readonly TrialGpu[] = [
  {
    index: 0,
    name,
    samples: 5,
    vramPeakMiB: 6120,
    utilizationMeanPercent: 81.5,
    temperatureMaxC: 64,
    powerMeanW: 285.2,
    energyJ: 268.4,
  },
  { index: 1, name, samples: 5, vramPeakMiB: 412, utilizationMeanPercent: 0, temperatureMaxC: 38, powerMeanW: 22.1 },
];

const session = { rssPeakMiB: 812, cpuMeanPercent: 104.2, vramPeakMiB: 6532, energyJ: 268.4 };

const words = {
  wer: 0.0434782,
  werRaw: 0.130434,
  cer: 0.0164,
  cerRaw: 0.041,
  wordErrors: 1,
  referenceWords: 23,
  characterErrors: 2,
  referenceCharacters: 122,
  normaliser: 'english-1',
};

export function sampleVision(changes: Partial<TrialResult> = {}): TrialResult {
  return sampleResult({
    ...named('vlm', 'VLM-001', 'gemma3-4b', 'Sees the colours of three shapes'),
    services: { vlm: reference('ollama', 'gemma3:4b', 'vlm_gemma3-4b') },
    metrics: {
      ...{ ttftMs: 412.5, ttfcMs: 412.5, e2eMs: 1240.2, outputTokens: 31, inputTokens: 290, tokenSource: 'server' },
      ...{ decodeTokensPerSecond: 48.2, e2eTokensPerSecond: 25, finishReason: 'stop', energyPerOutputTokenJ: 8.66 },
      ...session,
    },
    durationMs: 1244.8,
    gpus: sampleGpus,
    actual: { content: 'A red circle, a blue square and a green triangle.', path: null },
    ...changes,
  });
}

export function sampleTranscription(changes: Partial<TrialResult> = {}): TrialResult {
  return sampleResult({
    ...named('stt', 'STT-001', 'whisper-small', 'Clean audio'),
    services: { stt: reference('whisper', 'small.en', 'stt_whisper-small') },
    metrics: {
      audioSeconds: 11.2,
      e2eMs: 403.2,
      rtf: 0.036,
      rtfx: 27.78,
      audioFormat: 's16 16000 Hz mono',
      ...words,
      ...session,
    },
    durationMs: 405.1,
    gpus: sampleGpus,
    checks: [{ name: 'wer', passed: true, expected: { max: 0.05 }, actual: 0.0434782 }],
    actual: { content: 'and so my fellow Americans ask not what your country can do for you', path: null },
    ...changes,
  });
}

export function sampleSpeech(changes: Partial<TrialResult> = {}): TrialResult {
  return sampleResult({
    ...named('tts', 'TTS-001', 'kokoro', 'Says a sentence'),
    services: {
      tts: reference('kokoro', 'kokoro-82m', 'tts_kokoro'),
      stt: { ...reference('builtin', 'modem-stt', 'tts_modem-stt'), builtin: true },
    },
    metrics: {
      ...{ ttfbMs: 88.1, ttfaMs: 91.4, e2eMs: 486.3, audioSeconds: 3.21, rtf: 0.1515, rtfx: 6.6, roundTripMs: 133.4 },
      ...{ charactersPerSecond: 98.7, longestStallMs: 120.2, underruns: 0, clippedPercent: 0, rmsDbfs: -21.4 },
      ...{ audioFormat: 's16 24000 Hz mono' },
      ...words,
      ...session,
    },
    durationMs: 621.9,
    gpus: sampleGpus,
    actual: {
      content: '3.21 s of speech, s16 24000 Hz mono',
      path: null,
      audioPath: 'artifacts/tts_TTS-001_kokoro_1_1.wav',
      transcript: 'the quick brown fox jumps over the lazy dog',
    },
    ...changes,
  });
}

export function sampleConversation(changes: Partial<TrialResult> = {}): TrialResult {
  return sampleResult({
    ...named('sts', 'STS-001', 'full-stack', 'Answers aloud'),
    services: {
      stt: { ...reference('builtin', 'modem-stt', 'sts_modem-stt'), builtin: true },
      llm: reference('ollama', 'qwen3:8b', 'sts_qwen3-8b'),
      tts: { ...reference('builtin', 'modem-tts', 'sts_modem-tts'), builtin: true },
    },
    metrics: {
      ...{ sttMs: 212.4, llmTtftMs: 96.3, firstSentenceMs: 338.2, ttsTtfaMs: 91, voiceToVoiceMs: 641.6, e2eMs: 1834 },
      ...{ inputAudioSeconds: 2.4, audioSeconds: 6.1, sentences: 3, longestStallMs: 210.4, underruns: 1 },
      ...{ clippedPercent: 0, rmsDbfs: -20.8, outputTokens: 58, inputTokens: 41, decodeTokensPerSecond: 61.2 },
      ...{ tokenSource: 'server', finishReason: 'stop' },
      ...words,
      ...session,
    },
    durationMs: 1841.2,
    gpus: sampleGpus,
    steps: [
      stage('stt', 0, 212.4, 212.4),
      stage('llm', 212.6, 308.9, 1160),
      stage('tts 1', 550.8, 641.6, 902, 'A lighthouse keeper wakes before the sun.'),
      stage('tts 2', 902.1, 990.4, 1398, 'He climbs the stairs and trims the lamp.'),
      stage('tts 3', 1398.3, 1485, 1834, 'Then he waits for the ships.'),
    ],
    actual: {
      content:
        'A lighthouse keeper wakes before the sun. He climbs the stairs and trims the lamp. Then he waits for the ships.',
      path: null,
      audioPath: 'artifacts/sts_STS-001_full-stack_1_1.wav',
      transcript: 'tell me a story about a lighthouse',
    },
    ...changes,
  });
}

/** One trial of each driver that asks models. */
export function sampleOfEach(): readonly TrialResult[] {
  const llm = sampleResult({ domain: 'llm', gpus: sampleGpus, metrics: { ...sampleResult().metrics, ...session } });
  return [llm, sampleVision(), sampleTranscription(), sampleSpeech(), sampleConversation()];
}

function named(driver: TrialResult['driver'], scenario: string, loadout: string, title: string): Partial<TrialResult> {
  return { driver, domain: driver, scenario, loadout, name: title, testId: `${scenario}[${loadout}]` };
}

function reference(service: string, model: string, log: string): ServiceReference {
  return { service, model, log: { file: `svc_${log}_20261121_143001.log`, from: 0, to: 512 } };
}

function stage(name: string, startMs: number, firstMs: number, endMs: number, said?: string): StepResult {
  const metrics: Metrics = { stageStartMs: startMs, stageFirstOutputMs: firstMs, stageEndMs: endMs };
  const actual = said === undefined ? null : { content: said, path: null };
  return { name, status: 'passed', durationMs: endMs - startMs, metrics, checks: [], actual, error: null };
}
