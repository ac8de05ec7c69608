// The one public table of metrics: name, unit, who measures it, formula, source and which direction is better.
// docs/metrics.md is made from it, and plans are held to it.
import type { DriverName } from './plan.ts';

export interface MetricDefinition {
  readonly name: string;
  readonly label: string;
  readonly unit: 'ms' | 'tokens' | 'tok/s' | 'MiB' | '%' | '';
  readonly better: 'lower' | 'higher' | 'neither';
  /** Those whose trials can have it. */
  readonly drivers: readonly DriverName[];
  /** `step`: each turn or step has it, and the trial as a whole. `trial`: the session measures it over a whole trial alone. */
  readonly scope: 'step' | 'trial';
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
    drivers: ['llm'],
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
    drivers: ['llm'],
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
    drivers: ['llm'],
    scope: 'step',
    meaning: 'From the request to the end of its stream; a conversation adds its turns up.',
    formula: 't(end of stream) − t0',
    source: clientClock,
  },
  {
    name: 'outputTokens',
    label: 'Output tokens',
    unit: 'tokens',
    better: 'neither',
    drivers: ['llm'],
    scope: 'step',
    meaning: 'Generated tokens, reasoning included; absent where the server does not count them.',
    formula: 'usage.completion_tokens or eval_count; a conversation adds its turns up',
    source: 'the server; never a count of chunks',
  },
  {
    name: 'inputTokens',
    label: 'Input tokens',
    unit: 'tokens',
    better: 'neither',
    drivers: ['llm'],
    scope: 'step',
    meaning: 'Prompt tokens as the server counts them, cached ones included.',
    formula: 'usage.prompt_tokens or prompt_eval_count; a conversation adds its turns up',
    source: 'the server',
  },
  {
    name: 'decodeTokensPerSecond',
    label: 'Decode',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm'],
    scope: 'step',
    meaning:
      'Speed of generation after the first token. Absent for fewer than two tokens, or where all text came at once.',
    formula: '(n − 1) / (t(last text) − t(first text)); a conversation divides sums',
    source: `${clientClock}; n from the server`,
  },
  {
    name: 'e2eTokensPerSecond',
    label: 'End-to-end rate',
    unit: 'tok/s',
    better: 'higher',
    drivers: ['llm'],
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
    drivers: ['llm'],
    scope: 'step',
    meaning: 'Median time between two pieces of text; a piece may hold several tokens.',
    formula: 'linear percentile at (n − 1)·q over the gaps of all turns',
    source: clientClock,
  },
  {
    name: 'chunkGapMaxMs',
    label: 'Chunk gap max',
    unit: 'ms',
    better: 'lower',
    drivers: ['llm'],
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
    drivers: ['llm'],
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
    drivers: ['llm'],
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
    drivers: ['llm'],
    scope: 'step',
    meaning:
      'Time from the request until a runner was granted, as Ollama reports it; large where the model was loaded within the request.',
    formula: 'load_duration; a conversation reports its last turn',
    source: 'the server',
  },
  {
    name: 'vramPeakMiB',
    label: 'VRAM peak',
    unit: 'MiB',
    better: 'lower',
    drivers: ['llm', 'command'],
    scope: 'trial',
    meaning:
      'Largest sum of used memory over all GPUs among the samples taken during the trial. Absent with fewer than two samples.',
    formula: 'max over samples of Σ memory.used',
    source: 'nvidia-smi; includes other users of the GPU',
  },
  {
    name: 'rssPeakMiB',
    label: 'Memory peak',
    unit: 'MiB',
    better: 'lower',
    drivers: ['llm', 'command'],
    scope: 'trial',
    meaning:
      "Largest resident memory of the loadout's process trees among the samples taken during the trial. Absent with fewer than two samples.",
    formula: 'max over samples of Σ RSS',
    source: 'the operating system',
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
} as const;

const byName: ReadonlyMap<string, MetricDefinition> = new Map(metricDefinitions.map((metric) => [metric.name, metric]));

export function metricNamed(name: string): MetricDefinition | undefined {
  return byName.get(name);
}

/** What a threshold can be set on: over a whole trial of a driver, or within a single turn or step of it. */
export function metricNames(driver: DriverName, scope: MetricDefinition['scope']): readonly string[] {
  const definitions: readonly MetricDefinition[] = metricDefinitions;
  return definitions
    .filter((metric) => metric.drivers.includes(driver) && (scope === 'trial' || metric.scope === 'step'))
    .map(({ name }) => name);
}

/** Measured by the session over a whole trial, so that whoever sends the requests cannot judge them. */
export function isSessionMetric(name: string): boolean {
  return metricNamed(name)?.scope === 'trial';
}
