// Whole run folders around sample results, for tests of whatever reads them.
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { journalVersion, type RecordedEvent, type SessionEvent } from '../../src/domain/events.ts';
import type { TrialResult } from '../../src/domain/results.ts';
import { sampleResult } from './sample-results.ts';
import { sampleStart } from './sample-start.ts';
import { temporaryDirectory } from './trial-tasks.ts';

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
  /** What else the run recorded, besides its trials. */
  readonly others?: readonly SessionEvent[];
  /** What it recorded after them, and after its end. */
  readonly last?: readonly SessionEvent[];
}

/** The events of a run that recorded these results. */
export function sampleEvents({
  results,
  planned = {},
  finished = true,
  notices = [],
  others = [],
  last = [],
}: SampleRun): RecordedEvent[] {
  const events: SessionEvent[] = [started(results, planned)];
  for (const message of notices) events.push({ type: 'notice.raised', level: 'warning', message });
  events.push(...others);
  for (const result of results) {
    const { testId, name, domain, loadout, repeat, attempt } = result;
    events.push({ type: 'trial.started', testId, name, domain, loadout, repeat, repeats: 1, attempt });
    events.push({ type: 'trial.finished', result });
  }
  if (finished) events.push(runFinished);
  events.push(...last);
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
    ...sampleStart,
    runId: 'RUN_20261121_143000',
    plan: { name: 'Full local stack', file: 'plans/full.yaml', version: '1.4.0', tags: [] },
    host,
    triggeredBy: 'nightly',
    domains,
    tests,
    trials: tests,
  };
}

export const threeResults = ['LLM-001', 'LLM-002', 'LLM-003'].map((scenario) => sampleResult({ scenario }));
export const threeIds = threeResults.map(({ testId }) => testId);

/** A whole run folder, which is removed with the test. */
export function runFolder(run: SampleRun = { results: threeResults }): Promise<string> {
  return writeRunFolder(temporaryDirectory(), run);
}

/** Writes a whole run folder and gives its path back. */
export async function writeRunFolder(parent: string, run: SampleRun, runId = 'RUN_20261121_143000'): Promise<string> {
  const directory = join(parent, runId);
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
