// A whole run as the session would record it: two domains, a model that is not installed, a retry, a failure, a skip.
import type { SessionEvent } from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import { SampleJournal } from './sample-journal.ts';
import { sampleResult } from './sample-results.ts';
import { sampleStart } from './sample-start.ts';

interface Gpu {
  readonly gpu: boolean;
}

export function runStarted({ gpu }: Gpu): SessionEvent {
  return {
    ...sampleStart,
    runId: 'RUN_20261121_143000',
    plan: { name: 'Full local stack', file: 'plans/full.yaml', version: '1.4.0', tags: [] },
    host: {
      os: 'Debian GNU/Linux 12',
      cpu: 'AMD Ryzen 9 5950X 16-Core Processor',
      cpuCount: 32,
      memoryMiB: 64_216,
      gpus: gpu ? [{ name: 'NVIDIA GeForce RTX 4090', vramMiB: 24_564, driver: '580.65' }] : [],
    },
    triggeredBy: 'ada',
    domains: [
      { name: 'llm', driver: 'llm', loadouts: ['tiny-markov', 'qwen3-8b'], tests: 12, trials: 14 },
      { name: 'build', driver: 'command', loadouts: [], tests: 4, trials: 4 },
    ],
    tests: 16,
    trials: 18,
  };
}

/** Up to the middle of the second repeat of a test: what a dashboard shows at its busiest. */
export function runUnderWay({ gpu }: Gpu = { gpu: false }): SampleJournal {
  const journal = new SampleJournal();
  journal.event(runStarted({ gpu }), 0);
  journal.event({ type: 'domain.started', domain: 'llm', driver: 'llm', tests: 12, trials: 14 }, 40);
  startLoadout(journal);
  journal.sample(18, gpu ? 3120 : undefined);
  for (const [n, name] of names.entries()) runTest(journal, `LLM-00${n + 1}[tiny-markov]`, name, n);
  journal.sample(37, gpu ? 11_840 : undefined);
  const testId = 'LLM-006[tiny-markov]';
  const name = 'Says the same thing twice';
  startTrial(journal, testId, name, 1, 3);
  journal.event({ type: 'trial.finished', result: sampleResult({ testId, name, durationMs: 1240 }) }, 1240);
  startTrial(journal, testId, name, 2, 3);
  journal.sample(41, gpu ? 12_210 : undefined);
  return journal;
}

/** The same run, to its end. */
export function wholeRun(options: Gpu = { gpu: false }): SampleJournal {
  const journal = runUnderWay(options);
  const testId = 'LLM-006[tiny-markov]';
  const name = 'Says the same thing twice';
  journal.event({ type: 'trial.finished', result: sampleResult({ testId, name, repeat: 2 }) }, 1100);
  startTrial(journal, testId, name, 3, 3);
  journal.event({ type: 'trial.finished', result: sampleResult({ testId, name, repeat: 3 }) }, 1100);
  finishLoadout(journal);
  skipLoadout(journal);
  journal.event({ type: 'domain.finished', domain: 'llm', durationMs: 13_000 });
  runCommands(journal);
  const summary = {
    total: 16,
    executed: 10,
    passed: 8,
    failed: 2,
    timeout: 0,
    error: 0,
    skipped: 6,
    pending: 0,
    flaky: 1,
  };
  const end = {
    status: 'completed',
    outcome: 'failed',
    summary,
    durationMs: 21_400,
    exitCode: 1,
    reason: null,
  } as const;
  journal.event({ type: 'run.finished', ...end });
  journal.event({ type: 'report.started' });
  journal.event({ type: 'report.finished', path: 'report.xlsx', durationMs: 640 }, 640);
  return journal;
}

const names = [
  'Continues a sentence',
  'Knows a capital, and remembers',
  'Answers in JSON',
  'Stays within the token limit',
  'Keeps up a brisk pace',
];

function startLoadout(journal: SampleJournal): void {
  const service = 'builtin/tiny-markov';
  const model = 'tiny-markov';
  const log = 'svc_llm_tiny-markov_20261121_143001.log';
  journal.event({ type: 'loadout.started', domain: 'llm', loadout: model, services: [service] });
  const about = { adapter: 'builtin', api: 'openai', domain: 'llm', builtin: true } as const;
  const url = 'http://127.0.0.1:41233';
  journal.event({ type: 'service.starting', service, model, ...about, port: 41_233, url, log, pid: 4711 }, 20);
  journal.event({ type: 'model.loading', service, model }, 130);
  const ready = { startupMs: 412, version: '0.1.0', modelDigest: null, binary: null, details: {} };
  journal.event({ type: 'service.ready', service, ...ready }, 260);
  journal.event({ type: 'warmup.started', domain: 'llm', loadout: model });
  journal.event({ type: 'warmup.finished', domain: 'llm', loadout: model, durationMs: 310, error: null }, 310);
}

function startTrial(journal: SampleJournal, testId: string, name: string, repeat = 1, repeats = 1, attempt = 1): void {
  journal.event({
    type: 'trial.started',
    testId,
    name,
    domain: 'llm',
    loadout: 'tiny-markov',
    repeat,
    repeats,
    attempt,
  });
}

function runTest(journal: SampleJournal, testId: string, name: string, n: number): void {
  const metrics = { ttftMs: 38.4 + n * 2.3, decodeTokensPerSecond: 121.6 + n * 3.7, outputTokens: 96 };
  const durationMs = 790 + n * 211;
  startTrial(journal, testId, name);
  if (n === 1) {
    const checks = [{ name: 'contains', passed: false, expected: 'Paris', actual: 'the capital of the lazy dog' }];
    const actual = { content: 'jumps over the lazy dog', path: null };
    const result = sampleResult({ testId, name, metrics, durationMs, status: 'failed', checks, actual });
    journal.event({ type: 'trial.finished', result }, durationMs);
  } else if (n === 3) {
    const error = 'no answer within 2 s';
    journal.event(
      {
        type: 'trial.finished',
        result: sampleResult({ testId, name, metrics: {}, durationMs: 2000, status: 'timeout', error }),
      },
      2000,
    );
    startTrial(journal, testId, name, 1, 1, 2);
    journal.event(
      { type: 'trial.finished', result: sampleResult({ testId, name, metrics, durationMs, attempt: 2, flaky: true }) },
      durationMs,
    );
  } else
    journal.event({ type: 'trial.finished', result: sampleResult({ testId, name, metrics, durationMs }) }, durationMs);
}

function finishLoadout(journal: SampleJournal): void {
  journal.event({ type: 'service.stopped', service: 'builtin/tiny-markov', durationMs: 35, forced: false }, 35);
  const times = { setupMs: 412, warmupMs: 310, executionMs: 11_700, cleanupMs: 35, gpus: [] };
  journal.event({ type: 'loadout.finished', domain: 'llm', loadout: 'tiny-markov', ...times });
}

function skipLoadout(journal: SampleJournal): void {
  const service = 'ollama/qwen3:8b';
  const message = 'ollama is not installed; get it from https://ollama.com/download';
  journal.event({ type: 'loadout.started', domain: 'llm', loadout: 'qwen3-8b', services: [service] });
  journal.event({ type: 'service.failed', service, skipped: true, message });
  const skipped = {
    loadout: 'qwen3-8b',
    status: 'skipped',
    reason: message,
    durationMs: 0,
    services: {},
    metrics: {},
    checks: [],
    actual: null,
  } as const;
  for (let n = 1; n <= 6; n += 1) {
    journal.event({ type: 'trial.finished', result: sampleResult({ testId: `LLM-00${n}[qwen3-8b]`, ...skipped }) }, 1);
  }
  journal.event({
    type: 'loadout.finished',
    domain: 'llm',
    loadout: 'qwen3-8b',
    setupMs: 3,
    warmupMs: 0,
    executionMs: 6,
    cleanupMs: 0,
    gpus: [],
  });
}

function runCommands(journal: SampleJournal): void {
  const domain = 'build';
  journal.event({ type: 'domain.started', domain, driver: 'command', tests: 4, trials: 4 });
  const common = {
    domain,
    driver: 'command',
    loadout: null,
    services: {},
    metrics: { exitCode: 0 },
    actual: null,
  } as const;
  for (let n = 1; n <= 3; n += 1) {
    const testId = `BUILD-00${n}`;
    const name = `Step ${n} holds`;
    journal.event({ type: 'trial.started', testId, name, domain, loadout: null, repeat: 1, repeats: 1, attempt: 1 });
    journal.event(
      { type: 'trial.finished', result: sampleResult({ ...common, testId, name, durationMs: 1500 }) },
      1500,
    );
  }
  journal.event({
    type: 'trial.started',
    testId: 'BUILD-004',
    name: 'Types hold',
    domain,
    loadout: null,
    repeat: 1,
    repeats: 1,
    attempt: 1,
  });
  journal.event({ type: 'trial.finished', result: failedBuild(common) }, 3400);
  journal.event({ type: 'domain.finished', domain, durationMs: 7900 });
}

function failedBuild(common: Partial<TrialResult>): TrialResult {
  const check = { name: 'exitCode', passed: false, expected: 0, actual: 2 };
  const step = {
    name: 'npm run typecheck',
    status: 'failed',
    durationMs: 3390,
    exitCode: 2,
    metrics: {},
    checks: [check],
    actual: {
      content: "src/index.ts(14,3): error TS2322: Type 'string' is not assignable to type 'number'.\n",
      path: 'artifacts/build_BUILD-004_1_1_step-1.txt',
      stderr: '',
    },
    error: null,
  } as const;
  return sampleResult({
    ...common,
    testId: 'BUILD-004',
    name: 'Types hold',
    status: 'failed',
    durationMs: 3400,
    metrics: { exitCode: 2 },
    checks: [check],
    steps: [step],
  });
}
