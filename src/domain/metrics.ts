// The one public table of metrics: name, unit, who measures it, formula, source and which direction is better.
// docs/metrics.md is made from it, and plans are held to it.
import { type DriverName, driverNames } from './plan.ts';

export interface MetricDefinition {
  readonly name: string;
  readonly label: string;
  readonly unit:
    | 'ms'
    | 's'
    | 'tokens'
    | 'tok/s'
    | 'MiB'
    | '%'
    | 'J'
    | 'J/tok'
    | 'chars/s'
    | 'dBFS'
    | 'words'
    | 'characters'
    | '';
  readonly better: 'lower' | 'higher' | 'neither';
  /** Those whose trials can have it. */
  readonly drivers: readonly DriverName[];
  /**
   * `step`: each turn or step has it, and the trial as a whole. `trial`: the session measures it over a whole trial alone.
   * `stage`: only a stage of a chain of models has it.
   */
  readonly scope: 'step' | 'trial' | 'stage';
  readonly meaning: string;
  readonly formula: string;
  readonly source: string;
}

const clientClock = 'monotonic clock of the process that sends the request';

export const metricDefinitions = [
  {
    name: 'ttftMs',
    label: 'TTFT',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning:
      'Time to first token: the first non-empty text of any kind, reasoning included. A conversation reports its slowest turn.',
    formula: 't(first text) − t0, where t0 is taken just before the request body is written',
    source: `${clientClock}; as NVIDIA AIPerf defines TTFT`,
  },
  {
    name: 'ttfcMs',
    label: 'TTFC',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning:
      'Time to first content: the first non-empty text of the answer itself; thoughts that a server leaves in the content, up to `</think>`, are reasoning. A conversation reports its slowest turn.',
    formula: 't(first content) − t0',
    source: `${clientClock}; as NVIDIA AIPerf defines TTFO`,
  },
  {
    name: 'e2eMs',
    label: 'End to end',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm', 'stt', 'tts', 'sts'],
    scope: 'step',
    meaning:
      'From the request to the end of its answer; a conversation adds its turns up, a chain of models counts from its first request to its last byte. A chain that spoke nothing has none.',
    formula: 't(end of answer) − t0',
    source: clientClock,
  },
  {
    name: 'outputTokens',
    label: 'Output tokens',
    unit: 'tokens',
    better: 'neither',
    drivers: ['llm', 'vlm', 'sts'],
    scope: 'step',
    meaning: 'Generated tokens, reasoning included; absent where the server does not count them.',
    formula: 'usage.completion_tokens, timings.predicted_n or eval_count; a conversation adds its turns up',
    source: 'the server; never a count of chunks',
  },
  {
    name: 'inputTokens',
    label: 'Input tokens',
    unit: 'tokens',
    better: 'neither',
    drivers: ['llm', 'vlm', 'sts'],
    scope: 'step',
    meaning: 'Prompt tokens as the server counts them, cached ones included.',
    formula:
      'usage.prompt_tokens, timings.prompt_n + timings.cache_n or prompt_eval_count; a conversation adds its turns up',
    source: 'the server',
  },
  {
    name: 'cachedTokens',
    label: 'Cached tokens',
    unit: 'tokens',
    better: 'neither',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: 'Prompt tokens that the server took from a cache instead of processing them.',
    formula: 'usage.prompt_tokens_details.cached_tokens or timings.cache_n; a conversation adds its turns up',
    source: 'the server',
  },
  {
    name: 'decodeTokensPerSecond',
    label: 'Decode',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm', 'vlm', 'sts'],
    scope: 'step',
    meaning:
      'Speed of generation after the first token. Absent for fewer than two tokens, where more than half of the text came in one packet with its beginning, or where it came more than twice as fast as the server says it made it.',
    formula: '(n − 1) / (t(last text) − t(first text)); a conversation divides sums',
    source: `${clientClock}; n from the server`,
  },
  {
    name: 'e2eTokensPerSecond',
    label: 'End-to-end rate',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: 'Tokens over the whole time of the request, waiting for the first one included.',
    formula: 'n / e2e; a conversation divides sums',
    source: `${clientClock}; n from the server`,
  },
  {
    name: 'chunkGapP50Ms',
    label: 'Chunk gap p50',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: 'Median time between two pieces of text; a piece may hold several tokens.',
    formula: 'linear percentile at (n − 1)·q over the gaps of all turns',
    source: clientClock,
  },
  {
    name: 'chunkGapP95Ms',
    label: 'Chunk gap p95',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: 'The time between two pieces of text that 95 % of all gaps stay within.',
    formula: 'linear percentile at (n − 1)·q over the gaps of all turns',
    source: clientClock,
  },
  {
    name: 'chunkGapMaxMs',
    label: 'Chunk gap max',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: 'Longest stall between two pieces of text.',
    formula: 'maximum over the gaps of all turns',
    source: clientClock,
  },
  {
    name: 'serverDecodeTokensPerSecond',
    label: 'Decode (server)',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning: "Speed of generation in the server's own words; kept apart from what the client measured.",
    formula: 'eval_count / eval_duration, or timings.predicted_per_second; a conversation reports its last turn',
    source: 'the server',
  },
  {
    name: 'serverPrefillTokensPerSecond',
    label: 'Prefill (server)',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning:
      "Speed of reading the prompt in the server's own words; absent where the server does not say how many tokens it really processed.",
    formula: 'timings.prompt_n / timings.prompt_ms; a conversation reports its last turn',
    source: 'the server',
  },
  {
    name: 'serverLoadMs',
    label: 'Model load (server)',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'step',
    meaning:
      'Time from the request until a runner was granted, as Ollama reports it; large where the model was loaded within the request.',
    formula: 'load_duration; a conversation reports its last turn',
    source: 'the server',
  },
  {
    name: 'audioSeconds',
    label: 'Audio',
    unit: 's',
    better: 'neither',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Length of the audio: of the recording that was sent (stt), of the speech that came back (tts, sts).',
    formula: 'sample bytes / (rate × channels × bytes per sample)',
    source: 'the bytes themselves, never what a WAV header claims',
  },
  {
    name: 'inputAudioSeconds',
    label: 'Audio in',
    unit: 's',
    better: 'neither',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Length of the recording that a chain of models was given.',
    formula: 'sample bytes / (rate × channels × bytes per sample)',
    source: 'the bytes of the file',
  },
  {
    name: 'rtf',
    label: 'RTF',
    unit: '',
    better: 'lower',
    drivers: ['stt', 'tts'],
    scope: 'step',
    meaning: 'Real-time factor: processing time per second of audio; below 1 is faster than real time.',
    formula: 'e2e / audio seconds',
    source: clientClock,
  },
  {
    name: 'rtfx',
    label: 'RTFx',
    unit: '',
    better: 'higher',
    drivers: ['stt', 'tts'],
    scope: 'step',
    meaning: 'Seconds of audio processed per second: the inverse of the real-time factor.',
    formula: 'audio seconds / e2e',
    source: 'as the Open ASR Leaderboard defines RTFx',
  },
  {
    name: 'ttfbMs',
    label: 'TTFB',
    unit: 'ms',
    better: 'lower',
    drivers: ['tts'],
    scope: 'step',
    meaning: 'Time to the first byte of the answer, which may be nothing but a header.',
    formula: 't(first body byte) − t0',
    source: clientClock,
  },
  {
    name: 'ttfaMs',
    label: 'TTFA',
    unit: 'ms',
    better: 'lower',
    drivers: ['tts'],
    scope: 'step',
    meaning: 'Time to first audio: the first sample byte behind the header.',
    formula: 't(first sample byte) − t0',
    source: clientClock,
  },
  {
    name: 'charactersPerSecond',
    label: 'Characters/s',
    unit: 'chars/s',
    better: 'higher',
    drivers: ['tts'],
    scope: 'step',
    meaning: 'Characters of text spoken per second of work.',
    formula: 'characters of the text / e2e',
    source: clientClock,
  },
  {
    name: 'longestStallMs',
    label: 'Longest stall',
    unit: 'ms',
    better: 'lower',
    drivers: ['tts', 'sts'],
    scope: 'step',
    meaning:
      'Longest time between two pieces of audio while it was streamed; in a chain of models also between two sentences. Absent where all audio came at once.',
    formula: 'maximum over the gaps between pieces of one answer',
    source: clientClock,
  },
  {
    name: 'underruns',
    label: 'Underruns',
    unit: '',
    better: 'lower',
    drivers: ['tts', 'sts'],
    scope: 'step',
    meaning:
      'How often a playback that had begun with the first audio would have run dry. Absent where all audio came at once.',
    formula:
      'count of pieces that arrive when all audio before them has been played; the playback then goes on with the late piece',
    source: clientClock,
  },
  {
    name: 'clippedPercent',
    label: 'Clipped',
    unit: '%',
    better: 'lower',
    drivers: ['tts', 'sts'],
    scope: 'step',
    meaning: 'Share of samples at the ends of the range.',
    formula: 'samples at full scale / samples',
    source: 'the bytes themselves',
  },
  {
    name: 'rmsDbfs',
    label: 'Loudness',
    unit: 'dBFS',
    better: 'neither',
    drivers: ['tts', 'sts'],
    scope: 'step',
    meaning: 'Mean level of the speech; 0 is full scale.',
    formula: '20 · log10(RMS of all samples / full scale)',
    source: 'the bytes themselves',
  },
  {
    name: 'wer',
    label: 'WER',
    unit: '',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning:
      'Word error rate against the reference, after normalisation; can exceed 1. Under tts that of the round trip, which measures the transcriber too; under sts that of the first stage. Absent without a reference, or with an empty one.',
    formula: '(substitutions + deletions + insertions) / words of the reference, by the least number of edits',
    source: 'transcript and reference; the note `normaliser` names the normalisation',
  },
  {
    name: 'werRaw',
    label: 'WER (raw)',
    unit: '',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Word error rate with nothing but white space evened out.',
    formula: 'as `wer`, without normalisation',
    source: 'transcript and reference; as jiwer does by default',
  },
  {
    name: 'cer',
    label: 'CER',
    unit: '',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Character error rate, blanks included, after normalisation; for languages that write no blanks.',
    formula: 'edits / characters of the reference',
    source: 'transcript and reference',
  },
  {
    name: 'cerRaw',
    label: 'CER (raw)',
    unit: '',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Character error rate with nothing but white space evened out.',
    formula: 'as `cer`, without normalisation',
    source: 'transcript and reference',
  },
  {
    name: 'wordErrors',
    label: 'Word errors',
    unit: 'words',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning:
      'The least number of words to replace, remove or add; the sum over many trials, divided by the sum of reference words, is the corpus WER.',
    formula: 'edit distance over words',
    source: 'transcript and reference, normalised',
  },
  {
    name: 'referenceWords',
    label: 'Reference words',
    unit: 'words',
    better: 'neither',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Words of the reference.',
    formula: 'count',
    source: 'the reference, normalised',
  },
  {
    name: 'characterErrors',
    label: 'Character errors',
    unit: 'characters',
    better: 'lower',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'The least number of characters to replace, remove or add.',
    formula: 'edit distance over code points, blanks included',
    source: 'transcript and reference, normalised',
  },
  {
    name: 'referenceCharacters',
    label: 'Reference characters',
    unit: 'characters',
    better: 'neither',
    drivers: ['stt', 'tts', 'sts'],
    scope: 'step',
    meaning: 'Characters of the reference, blanks included.',
    formula: 'count of code points',
    source: 'the reference, normalised',
  },
  {
    name: 'roundTripMs',
    label: 'Round trip',
    unit: 'ms',
    better: 'lower',
    drivers: ['tts'],
    scope: 'step',
    meaning: 'Time that the transcriber took to write the speech down again; after the speech was complete.',
    formula: 't(end of transcript) − t(transcript asked for)',
    source: clientClock,
  },
  {
    name: 'sttMs',
    label: 'STT',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Time until what was said is written down.',
    formula: 't(transcript) − t0, where t0 is the end of the speech: the moment at which it is sent',
    source: clientClock,
  },
  {
    name: 'llmTtftMs',
    label: 'LLM TTFT',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Time from the question to the first token of the language model.',
    formula: 't(first text) − t(question sent)',
    source: clientClock,
  },
  {
    name: 'firstSentenceMs',
    label: 'First sentence',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Time from the question to the first sentence that can be spoken.',
    formula: 't(end of first sentence) − t(question sent)',
    source: clientClock,
  },
  {
    name: 'ttsTtfaMs',
    label: 'TTS TTFA',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Time to first audio of the first sentence.',
    formula: 't(first sample byte) − t(sentence sent)',
    source: clientClock,
  },
  {
    name: 'voiceToVoiceMs',
    label: 'Voice to voice',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'From the end of what was said to the first audio of the answer.',
    formula: 't(first sample byte of the first sentence) − t0',
    source: clientClock,
  },
  {
    name: 'sentences',
    label: 'Sentences',
    unit: '',
    better: 'neither',
    drivers: ['sts'],
    scope: 'step',
    meaning: 'Sentences that were spoken one by one.',
    formula: 'count',
    source:
      'the answer, split at . ! ? … and their East Asian forms, empty lines and list items, and where 400 characters have no end',
  },
  {
    name: 'stageStartMs',
    label: 'Stage start',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'stage',
    meaning: 'When a stage of a chain was asked.',
    formula: 't(request) − t0 of the chain',
    source: clientClock,
  },
  {
    name: 'stageFirstOutputMs',
    label: 'Stage first output',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'stage',
    meaning:
      'When a stage of a chain gave its first text or its first audio; a transcript comes in one piece, at the end of its stage. Absent where it gave nothing.',
    formula: 't(first output) − t0 of the chain',
    source: clientClock,
  },
  {
    name: 'stageEndMs',
    label: 'Stage end',
    unit: 'ms',
    better: 'lower',
    drivers: ['sts'],
    scope: 'stage',
    meaning: 'When a stage of a chain was done.',
    formula: 't(end) − t0 of the chain',
    source: clientClock,
  },
  {
    name: 'vramPeakMiB',
    label: 'VRAM peak',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest sum of used memory over all GPUs among the samples taken during the trial. Absent with fewer than two samples.',
    formula: 'max over samples of Σ used memory',
    source:
      'nvidia-smi; amd-smi, rocm-smi or the amdgpu driver; ioreg on Macs. Includes other users of the GPU; where GPU and processor share their memory, nvidia-smi has no figure and that of the host stands in',
  },
  {
    name: 'rssPeakMiB',
    label: 'Memory peak',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest resident memory of the process trees of all services that are up, among the samples taken during the trial: those of the loadout, and those that `fitTogether` keeps up beside it. Absent with fewer than two samples.',
    formula: 'max over samples of Σ RSS',
    source: 'the operating system',
  },
  {
    name: 'serviceVramPeakMiB',
    label: 'VRAM peak (services)',
    unit: 'MiB',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Largest memory that the processes of all services that are up held on all GPUs, where the driver tells it per process.',
    formula: 'max over samples of Σ memory of their pids',
    source: 'nvidia-smi --query-compute-apps, or amd-smi process; nothing else tells',
  },
  {
    name: 'cpuMeanPercent',
    label: 'CPU',
    unit: '%',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning: 'Mean processor load of the process trees of all services that are up, during the trial; 100 is one core.',
    formula: 'mean over samples of Σ CPU',
    source: 'the operating system',
  },
  {
    name: 'energyJ',
    label: 'Energy',
    unit: 'J',
    better: 'lower',
    drivers: driverNames,
    scope: 'trial',
    meaning:
      'Electrical energy of all GPUs during the trial, idle draw included. Absent where a GPU does not report its power, or with fewer than two samples.',
    formula: '∫ power dt, trapezoids between samples',
    source: 'power as NVIDIA and AMD GPUs tell it; Apple tells it to root alone',
  },
  {
    name: 'energyPerOutputTokenJ',
    label: 'Energy per token',
    unit: 'J/tok',
    better: 'lower',
    drivers: ['llm', 'vlm'],
    scope: 'trial',
    meaning: 'Energy for one output token, the prompt included.',
    formula: 'energyJ / outputTokens',
    source: 'as `energyJ`; tokens from the server',
  },
  {
    name: 'exitCode',
    label: 'Exit code',
    unit: '',
    better: 'neither',
    drivers: ['command'],
    scope: 'step',
    meaning: 'Exit code of the last step that ran.',
    formula: '',
    source: 'the operating system',
  },
] as const satisfies readonly MetricDefinition[];

/** Words about a trial that stand beside its numbers. */
export const metricNotes = {
  tokenSource: 'Who counted the tokens: `server`, or `none` where nobody did.',
  finishReason: 'Why the answer ended: `stop`, `length` and what else the server says.',
  normaliser: 'How texts were made comparable before words were counted: `english-1`, `basic-1` or `none`.',
  audioFormat: 'What the audio really is, for example `s16 24000 Hz mono`.',
} as const;

const byName: ReadonlyMap<string, MetricDefinition> = new Map(metricDefinitions.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): MetricDefinition | undefined {
  return byName.get(name);
}

/** What a threshold can be set on: over a whole trial of a driver, or within a single turn or step of it. */
export function metricNames(driver: DriverName, over: 'trial' | 'step'): readonly string[] {
  const definitions: readonly MetricDefinition[] = metricDefinitions;
  return definitions
    .filter(({ drivers, scope }) => drivers.includes(driver) && (scope === 'step' || scope === over))
    .map(({ name }) => name);
}

/** Measured by the session over a whole trial, so that whoever sends the requests cannot judge them. */
export function isSessionMetric(name: string): boolean {
  return metricNamed(name)?.scope === 'trial';
}
