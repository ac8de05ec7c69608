// Plausible results and run folders for tests of whatever reads them. Numbers follow from the index alone, so that runs repeat.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { journalVersion, type RecordedEvent, type SessionEvent } from '../../src/domain/events.ts';
import type { FinalStatus, TrialResult } from '../../src/domain/results.ts';
import { noFilters } from '../../src/domain/schedule.ts';

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

const samplePlan = `name: Full local stack
version: "1.4.0"
defaults: { timeout: 60s, warmup: 1 }

services:
  builtin:
    adapter: builtin
  ollama:
    adapter: ollama
    optional: true

domains:
  llm:
    loadouts:
      - builtin/tiny-markov
      - { service: ollama, model: "qwen3:8b", label: qwen3-8b }
    scenarios:
      - id: LLM-001
        name: Continues a sentence
        prompt: The quick brown fox
        expect:
          - matches: "\\\\w+"
`;

const host = {
  os: 'Debian GNU/Linux 12',
  cpu: 'AMD EPYC 7B13',
  cpuCount: 2,
  memoryMiB: 16_384,
  gpus: [{ name: 'NVIDIA GeForce RTX 4090', vramMiB: 24_564, driver: '580.95.05' }],
};

export interface SampleRun {
  readonly results: readonly TrialResult[];
  /** Planned tests per domain; as many as there are test ids among the results by default. */
  readonly planned?: Readonly<Record<string, number>>;
  readonly finished?: boolean;
  readonly notices?: readonly string[];
}

/** The events of a run that recorded these results. */
export function sampleEvents({ results, planned = {}, finished = true, notices = [] }: SampleRun): RecordedEvent[] {
  const events: SessionEvent[] = [started(results, planned)];
  for (const message of notices) events.push({ type: 'notice.raised', level: 'warning', message });
  for (const result of results) {
    const { testId, name, domain, loadout, repeat, attempt } = result;
    events.push({ type: 'trial.started', testId, name, domain, loadout, repeat, repeats: 1, attempt });
    events.push({ type: 'trial.finished', result });
  }
  if (finished) events.push(runFinished);
  return events.map((event, index) => ({
    v: journalVersion,
    seq: index + 1,
    at: new Date(Date.UTC(2026, 10, 21, 14, 30) + index * 500).toISOString(),
    elapsedMs: index * 500,
    event,
  }));
}

const runFinished: SessionEvent = {
  type: 'run.finished',
  status: 'completed',
  outcome: 'failed',
  // Nonsense on purpose: readers count for themselves.
  summary: {
    total: 999,
    executed: 999,
    passed: 999,
    failed: 0,
    timeout: 0,
    error: 0,
    skipped: 0,
    pending: 0,
    flaky: 0,
  },
  durationMs: 192_400,
  exitCode: 1,
  reason: null,
};

function started(results: readonly TrialResult[], planned: Readonly<Record<string, number>>): SessionEvent {
  const names = [...new Set([...results.map(({ domain }) => domain), ...Object.keys(planned)])];
  const domains = names.map((name) => {
    const own = results.filter(({ domain }) => domain === name);
    const tests = planned[name] ?? new Set(own.map(({ testId }) => testId)).size;
    const loadouts = [...new Set(own.flatMap(({ loadout }) => (loadout === null ? [] : [loadout])))];
    return { name, driver: own[0]?.driver ?? ('llm' as const), loadouts, tests, trials: tests };
  });
  const tests = domains.reduce((sum, domain) => sum + domain.tests, 0);
  return {
    type: 'run.started',
    runId: 'RUN_20261121_143000',
    dayId: 'run-2026-11-21-001',
    runnerVersion: '0.1.0',
    plan: { name: 'Full local stack', file: 'plans/full.yaml', version: '1.4.0' },
    host,
    triggeredBy: 'nightly',
    mode: 'full',
    filters: noFilters,
    domains,
    tests,
    trials: tests,
  };
}

/** Writes a whole run folder and gives its path back. */
export async function writeRunFolder(parent: string, run: SampleRun): Promise<string> {
  const directory = join(parent, 'RUN_20261121_143000');
  await mkdir(join(directory, 'artifacts'), { recursive: true });
  const lines = sampleEvents(run).map((event) => `${JSON.stringify(event)}\n`);
  await writeFile(join(directory, 'events.jsonl'), lines.join(''));
  for (const domain of new Set(run.results.map((result) => result.domain))) {
    const own = run.results.filter((result) => result.domain === domain);
    const items = own.map((result) => JSON.stringify(result)).join(',\n');
    await writeFile(join(directory, `${domain}.json`), `[\n${items}\n]\n`);
  }
  await writeFile(join(directory, 'run.json'), JSON.stringify(runRecord(directory, run.finished ?? true), null, 2));
  await writeFile(join(directory, 'system_info.yaml'), systemInfo);
  return directory;
}

function runRecord(directory: string, finished: boolean) {
  return {
    runId: basename(directory),
    dayId: 'run-2026-11-21-001',
    status: finished ? 'completed' : 'in_progress',
    outcome: finished ? 'failed' : null,
    createdAt: '2026-11-21T14:30:00.000Z',
    mode: 'full',
    // Nonsense on purpose: readers count for themselves.
    summary: { total: 999, executed: 999, passed: 999, failed: 0, skipped: 0, pending: 0 },
  };
}

const systemInfo = `startTime: 2026-11-21T14:30:00.000Z
host: ${JSON.stringify(host)}
git: { commit: 0123456789abcdef0123456789abcdef01234567, branch: main, dirty: true }
runner: { version: 0.1.0, node: v24.21.0 }
triggeredBy: nightly
plan:
  path: plans/full.yaml
  directory: plans
  sha256: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
  files: {}
  content: |
${samplePlan.replace(/^(?=.)/gm, '    ')}
services:
  builtin/tiny-markov: { adapter: builtin, model: tiny-markov, builtin: true, url: http://127.0.0.1:41235, binary: null, version: 0.1.0, modelDigest: null }
  ollama/qwen3:8b: { adapter: ollama, model: "qwen3:8b", builtin: false, url: http://127.0.0.1:41236, binary: /usr/local/bin/ollama, version: 0.13.0, modelDigest: "sha256:500a1f067a9f" }
`;
