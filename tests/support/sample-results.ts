// Plausible results for tests of whatever reads them. Numbers follow from the index alone, so that runs repeat.
import type { FinalStatus, TrialResult } from '../../src/domain/results.ts';

export function sampleResult(changes: Partial<TrialResult> = {}): TrialResult {
  const scenario = changes.scenario ?? 'LLM-001';
  const loadout = changes.loadout === undefined ? 'tiny-markov' : changes.loadout;
  return {
    testId: loadout === null ? scenario : `${scenario}[${loadout}]`,
    scenario,
    name: 'Continues a sentence',
    description: null,
    domain: 'llm',
    driver: 'llm',
    group: 'basics',
    loadout,
    priority: 'P1',
    tags: ['smoke'],
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
    metrics: {
      ttftMs: 41.2,
      ttfcMs: 41.2,
      e2eMs: 812.4,
      outputTokens: 96,
      tokenSource: 'server',
      decodeTokensPerSecond: 123.2,
    },
    validity: [],
    checks: [{ name: 'matches', passed: true, expected: '\\w+', actual: '… jumps over …' }],
    steps: [],
    actual: { content: 'jumps over the lazy dog', path: 'artifacts/LLM-001_tiny-markov_1_1.txt' },
    error: null,
    ...changes,
  };
}

const statuses: readonly FinalStatus[] = [
  ...Array.from({ length: 15 }, () => 'passed' as const),
  'failed',
  'timeout',
  'error',
  'skipped',
];

/** `count` results of one domain on two loadouts, of every status. */
export function* sampleResults(count: number, domain = 'llm'): Generator<TrialResult> {
  for (let index = 0; index < count; index += 1) yield variedResult(index, domain);
}

function variedResult(index: number, domain: string): TrialResult {
  const status = statuses[index % statuses.length] ?? 'passed';
  const loadout = index % 2 === 0 ? 'tiny-markov' : 'qwen3-8b';
  const ttft = 40 + ((index * 37) % 211) + (loadout === 'qwen3-8b' ? 90 : 0);
  const tokens = 24 + ((index * 13) % 180);
  const speed = 60 + ((index * 29) % 90);
  const durationMs = ttft + (tokens / speed) * 1000;
  const scenario = `${domain.toUpperCase()}-${String(index + 1).padStart(4, '0')}`;
  return sampleResult({
    ...outcome(status, index),
    domain,
    scenario,
    name: sampleNames[index % sampleNames.length] ?? 'Continues a sentence',
    group: ['basics', 'facts', 'format'][index % 3] ?? null,
    priority: index % 5 === 0 ? 'P0' : 'P1',
    loadout,
    durationMs: status === 'skipped' ? 0 : durationMs,
    startedAt: new Date(Date.UTC(2026, 10, 21, 14, 30) + index * 1300).toISOString(),
    services: {
      llm: {
        service: loadout === 'tiny-markov' ? 'builtin' : 'ollama',
        model: loadout === 'tiny-markov' ? 'tiny-markov' : 'qwen3:8b',
        ...(loadout === 'tiny-markov' && { builtin: true as const }),
        log: { file: `svc_${domain}_${loadout}_20261121_143001.log`, from: index * 400, to: index * 400 + 380 },
      },
    },
    metrics:
      status === 'passed' || status === 'failed'
        ? {
            ttftMs: ttft,
            ttfcMs: ttft + 4,
            e2eMs: durationMs,
            outputTokens: tokens,
            inputTokens: 31,
            tokenSource: 'server',
            finishReason: 'stop',
            decodeTokensPerSecond: speed,
            e2eTokensPerSecond: (tokens / durationMs) * 1000,
            rssPeakMiB: 180 + (index % 20),
          }
        : {},
    validity:
      index % 40 === 7
        ? [{ reason: 'event-loop-delay', detail: `the measuring process stood still for ${20 + (index % 9)} ms` }]
        : [],
  });
}

const sampleNames = [
  'Continues a sentence',
  'Knows a capital, and remembers',
  'Answers in JSON',
  'Counts the letters of a word',
  'Says no when it should',
];

function outcome(status: FinalStatus, index: number): Partial<TrialResult> {
  switch (status) {
    case 'passed':
      return { status, flaky: index % 33 === 0, attempt: index % 33 === 0 ? 2 : 1 };
    case 'failed':
      return {
        status,
        checks: [
          { name: 'contains', passed: false, expected: 'Paris', actual: 'The capital is Lyon, I think.' },
          {
            name: 'metric ttftMs',
            passed: false,
            expected: { max: 100 },
            actual: 131.5,
            message: 'too slow to talk to',
          },
        ],
        actual: { content: 'The capital is Lyon, I think.\nOr was it Marseille?', path: null },
      };
    case 'timeout':
      return { status, checks: [], actual: null, error: 'no answer within 60 s; the stream stopped after 12 pieces' };
    case 'error':
      return {
        status,
        checks: [],
        actual: null,
        error: 'connect ECONNREFUSED 127.0.0.1:41235: the service ended with code 137',
      };
    case 'skipped':
      return { status, checks: [], actual: null, reason: 'waits for a bigger card' };
    default:
      return status satisfies never;
  }
}

/** A suite of shell steps, with one that failed. */
export function sampleCommandResult(changes: Partial<TrialResult> = {}): TrialResult {
  return sampleResult({
    scenario: 'BUILD-001',
    testId: 'BUILD-001',
    name: 'Types hold',
    domain: 'build',
    driver: 'command',
    loadout: null,
    services: {},
    metrics: { exitCode: 0 },
    checks: [],
    steps: [
      {
        name: 'npm run typecheck',
        status: 'passed',
        durationMs: 2100,
        exitCode: 0,
        metrics: {},
        checks: [{ name: 'exitCode', passed: true, expected: 0, actual: 0 }],
        actual: { content: 'ok', path: 'artifacts/BUILD-001_1_1_step1.txt' },
        error: null,
      },
    ],
    actual: { content: 'ok', path: null },
    ...changes,
  });
}
